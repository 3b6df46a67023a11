import { queryOptions } from '@tanstack/react-query';
import type {
  GetOrganizationData,
  GetOrganizationResponses,
  ListMembersData,
  ListMembersResponses,
  UpdateOrganizationData,
  UpdateOrganizationResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) =>
    api.get<GetOrganizationData, GetOrganizationResponses>('/api/organization', { signal }),
});

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) =>
    api.get<ListMembersData, ListMembersResponses>('/api/members', { signal }),
});

export const updateOrganization = (body: UpdateOrganizationData['body']) =>
  api.patch<UpdateOrganizationData, UpdateOrganizationResponses>('/api/organization', { body });
