import { queryOptions } from '@tanstack/react-query';
import type {
  Accepted,
  BeginExternalData,
  BeginExternalResponses,
  BeginLinkingData,
  BeginLinkingResponses,
  FinishExternalData,
  FinishExternalResponses,
  ListLinkedData,
  ListLinkedResponses,
  ListProvidersData,
  ListProvidersResponses,
  UnlinkData,
  UnlinkResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export type Provider = BeginExternalData['path']['provider'];

export const providerNames: Record<Provider, string> = { google: 'Google', facebook: 'Facebook' };

export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) =>
    api.get<ListProvidersData, ListProvidersResponses>('/api/auth/providers', {
      signal,
      anonymous: true,
    }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const linkedQuery = queryOptions({
  queryKey: ['linked-accounts'],
  queryFn: ({ signal }) =>
    api.get<ListLinkedData, ListLinkedResponses>('/api/auth/me/external', { signal }),
});

/** What the way there and back must not forget; a tab's own, so that two of them do not mix. */
export interface Errand {
  next?: string | undefined;
  invitation?: string | undefined;
  /** The versions of terms and privacy notice that stood beside the invitation. */
  accepted?: Accepted | undefined;
}

const KEY = 'stoke.external';

export async function goTo(provider: Provider, errand: Errand, remember: boolean): Promise<void> {
  const { url } = await api.post<BeginExternalData, BeginExternalResponses>(
    '/api/auth/external/{provider}',
    { path: { provider }, body: { remember }, anonymous: true },
  );
  sessionStorage.setItem(KEY, JSON.stringify(errand));
  location.assign(url);
}

/** The errand of this tab, which is over then. */
export function takeErrand(): Errand {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return kept ? (JSON.parse(kept) as Errand) : {};
}

export async function goToLink(provider: Provider): Promise<void> {
  const { url } = await api.post<BeginLinkingData, BeginLinkingResponses>(
    '/api/auth/me/external/{provider}',
    { path: { provider } },
  );
  location.assign(url);
}

export const unlinkAccount = (provider: Provider) =>
  api.delete<UnlinkData, UnlinkResponses>('/api/auth/me/external/{provider}', {
    path: { provider },
  });

export const finishExternal = (body: FinishExternalData['body']) =>
  api.post<FinishExternalData, FinishExternalResponses>('/api/auth/external/finish', {
    body,
    anonymous: true,
  });
