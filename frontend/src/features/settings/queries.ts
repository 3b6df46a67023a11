import { queryOptions } from '@tanstack/react-query';
import type {
  GetOrganizationData,
  GetOrganizationResponses,
  UpdateOrganizationData,
  UpdateOrganizationResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) =>
    api.get<GetOrganizationData, GetOrganizationResponses>('/api/organization', { signal }),
});

export const updateOrganization = (body: UpdateOrganizationData['body']) =>
  api.patch<UpdateOrganizationData, UpdateOrganizationResponses>('/api/organization', { body });
