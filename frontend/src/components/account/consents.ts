import { queryOptions } from '@tanstack/react-query';
import type {
  DecideMyConsentData,
  DecideMyConsentResponses,
  ListMyConsentsData,
  ListMyConsentsResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export const consentsQuery = queryOptions({
  queryKey: ['privacy', 'consents'],
  queryFn: ({ signal }) =>
    api.get<ListMyConsentsData, ListMyConsentsResponses>('/api/privacy/consents', { signal }),
});

export const decide = (kind: string, version: number, given: boolean) =>
  api.post<DecideMyConsentData, DecideMyConsentResponses>('/api/privacy/consents/{kind}', {
    path: { kind },
    body: { version, given },
  });
