import { queryOptions } from '@tanstack/react-query';
import type {
  ChangePasswordData,
  ChangePasswordResponses,
  GetOrganizationData,
  GetOrganizationResponses,
  ListMembersData,
  ListMembersResponses,
  UpdateMeData,
  UpdateOrganizationData,
  UpdateOrganizationResponses,
} from '@/api/generated';
import { api, request } from '@/api/http';
import { type Me, replaceMe } from '@/api/session';

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

/** Saves what is one's own, and shows it everywhere. */
export async function updateMe(body: UpdateMeData['body']): Promise<void> {
  replaceMe(await request<Me>('PATCH', '/api/auth/me', { body }));
}

export const updateOrganization = (body: UpdateOrganizationData['body']) =>
  api.patch<UpdateOrganizationData, UpdateOrganizationResponses>('/api/organization', { body });

export const changePassword = (body: ChangePasswordData['body']) =>
  api.post<ChangePasswordData, ChangePasswordResponses>('/api/auth/change-password', { body });
