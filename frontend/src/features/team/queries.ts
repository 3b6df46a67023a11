import { queryOptions } from '@tanstack/react-query';
import type {
  AssignMemberRoleData,
  AssignMemberRoleResponses,
  CountClientsData,
  CountClientsResponses,
  CreateRoleData,
  CreateRoleResponses,
  DeleteRoleData,
  DeleteRoleResponses,
  HandOverClientsData,
  HandOverClientsResponses,
  InviteMemberAgainData,
  InviteMemberAgainResponses,
  InviteMemberData,
  InviteMemberResponses,
  ListPermissionsData,
  ListPermissionsResponses,
  ListRolesData,
  ListRolesResponses,
  ReinstateMemberData,
  ReinstateMemberResponses,
  RemoveMemberData,
  RemoveMemberResponses,
  RevokeMemberInvitationData,
  RevokeMemberInvitationResponses,
  SuspendMemberData,
  SuspendMemberResponses,
  UpdateMemberData,
  UpdateMemberResponses,
  UpdateRoleData,
  UpdateRoleResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { everybody } from '@/lib/members';
import { invalidateOn } from '@/lib/realtime/live';

/** Everybody of the staff who is here, invited or suspended. */
export const teamQuery = queryOptions({
  queryKey: ['members', 'team'],
  queryFn: ({ signal }) => everybody(signal, { state: ['active', 'invited', 'suspended'] }),
});

/** Who worked here and left: their clients may wait for somebody. */
export const formerQuery = queryOptions({
  queryKey: ['members', 'left'],
  queryFn: ({ signal }) => everybody(signal, { state: ['left'] }),
});

/** How many clients a member has, by status. */
export const clientsOfQuery = (trainer: string) =>
  queryOptions({
    queryKey: ['clients', 'counts', trainer],
    queryFn: ({ signal }) =>
      api.get<CountClientsData, CountClientsResponses>('/api/clients/counts', {
        query: { trainer },
        signal,
      }),
  });

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => api.get<ListRolesData, ListRolesResponses>('/api/roles', { signal }),
});

/** The registry: it changes with a release alone. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: ({ signal }) =>
    api.get<ListPermissionsData, ListPermissionsResponses>('/api/permissions', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

invalidateOn('organizations.member_changed', () => [['members'], ['roles']]);
invalidateOn('organizations.member_joined', () => [['members'], ['roles']]);
invalidateOn('organizations.role_changed', () => [['roles'], ['members']]);

const at = (id: string) => ({ path: { member_id: id } });

export const inviteMember = (body: InviteMemberData['body'], key: string) =>
  api.post<InviteMemberData, InviteMemberResponses>('/api/members', { body, idempotencyKey: key });

export const inviteAgain = (id: string) =>
  api.post<InviteMemberAgainData, InviteMemberAgainResponses>(
    '/api/members/{member_id}/invite',
    at(id),
  );

export const withdrawInvitation = (id: string) =>
  api.delete<RevokeMemberInvitationData, RevokeMemberInvitationResponses>(
    '/api/members/{member_id}/invite',
    at(id),
  );

export const renameMember = (id: string, name: string) =>
  api.patch<UpdateMemberData, UpdateMemberResponses>('/api/members/{member_id}', {
    ...at(id),
    body: { name },
  });

export const assignRole = (id: string, role: string) =>
  api.post<AssignMemberRoleData, AssignMemberRoleResponses>('/api/members/{member_id}/role', {
    ...at(id),
    body: { role },
  });

export const suspendMember = (id: string) =>
  api.post<SuspendMemberData, SuspendMemberResponses>('/api/members/{member_id}/suspend', at(id));

export const reinstateMember = (id: string) =>
  api.post<ReinstateMemberData, ReinstateMemberResponses>(
    '/api/members/{member_id}/reinstate',
    at(id),
  );

export const removeMember = (id: string) =>
  api.delete<RemoveMemberData, RemoveMemberResponses>('/api/members/{member_id}', at(id));

export const handOver = (from: string, to: string) =>
  api.post<HandOverClientsData, HandOverClientsResponses>('/api/clients/hand-over', {
    body: { from_member_id: from, to_member_id: to },
  });

export const createRole = (body: CreateRoleData['body'], key: string) =>
  api.post<CreateRoleData, CreateRoleResponses>('/api/roles', { body, idempotencyKey: key });

export const updateRole = (id: string, body: UpdateRoleData['body']) =>
  api.patch<UpdateRoleData, UpdateRoleResponses>('/api/roles/{role_id}', {
    path: { role_id: id },
    body,
  });

export const deleteRole = (id: string) =>
  api.delete<DeleteRoleData, DeleteRoleResponses>('/api/roles/{role_id}', {
    path: { role_id: id },
  });
