import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  ArchiveClientData,
  ArchiveClientResponses,
  ClientOut,
  CountClientsData,
  CountClientsResponses,
  CreateClientData,
  CreateClientResponses,
  GetClientData,
  GetClientResponses,
  InviteClientData,
  InviteClientResponses,
  ListClientsData,
  ListClientsResponses,
  RestoreClientData,
  RestoreClientResponses,
  RevokeClientInvitationData,
  RevokeClientInvitationResponses,
  UpdateClientData,
  UpdateClientResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { invalidateOn } from '@/lib/realtime/live';

const keys = { list: ['clients', 'list'], counts: ['clients', 'counts'] } as const;
const one = (id: string) => ['clients', 'one', id] as const;

export type ClientFilter = Omit<NonNullable<ListClientsData['query']>, 'cursor' | 'limit'>;

export const clientsQuery = (filter: ClientFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.list, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListClientsData, ListClientsResponses>('/api/clients', {
        query: { ...filter, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    // The rows of the last filter stay until those of the next are here.
    placeholderData: (before) => before,
  });

export const countsQuery = queryOptions({
  queryKey: keys.counts,
  queryFn: ({ signal }) =>
    api.get<CountClientsData, CountClientsResponses>('/api/clients/counts', { signal }),
});

export const clientQuery = (id: string) =>
  queryOptions({
    queryKey: one(id),
    queryFn: ({ signal }) =>
      api.get<GetClientData, GetClientResponses>('/api/clients/{client_id}', {
        path: { client_id: id },
        signal,
      }),
  });

export const createClient = (body: CreateClientData['body'], key: string) =>
  api.post<CreateClientData, CreateClientResponses>('/api/clients', { body, idempotencyKey: key });

export const updateClient = (id: string, body: UpdateClientData['body']) =>
  api.patch<UpdateClientData, UpdateClientResponses>('/api/clients/{client_id}', {
    path: { client_id: id },
    body,
  });

export const archiveClient = (id: string) =>
  api.delete<ArchiveClientData, ArchiveClientResponses>('/api/clients/{client_id}', {
    path: { client_id: id },
  });

export const restoreClient = (id: string) =>
  api.post<RestoreClientData, RestoreClientResponses>('/api/clients/{client_id}/restore', {
    path: { client_id: id },
  });

export const inviteClient = (id: string) =>
  api.post<InviteClientData, InviteClientResponses>('/api/clients/{client_id}/invite', {
    path: { client_id: id },
  });

export const withdrawInvitation = (id: string) =>
  api.delete<RevokeClientInvitationData, RevokeClientInvitationResponses>(
    '/api/clients/{client_id}/invite',
    { path: { client_id: id } },
  );

/** Shows an answer of the server everywhere: in the detail at once, in lists after asking again. */
export function keepClient(queries: QueryClient, client: ClientOut): Promise<unknown> {
  queries.setQueryData(clientQuery(client.id).queryKey, client);
  return Promise.all([
    queries.invalidateQueries({ queryKey: keys.list }),
    queries.invalidateQueries({ queryKey: keys.counts }),
    queries.invalidateQueries({ queryKey: ['home'] }),
  ]);
}

const changesRow = [
  'clients.created',
  'clients.updated',
  'clients.archived',
  'clients.restored',
  'clients.invited',
  'organizations.member_joined',
  'workouts.session_finished',
  'workouts.session_corrected',
  'workouts.session_discarded',
  'workouts.session_restored',
  'training.program_assigned',
  'training.program_advanced',
  'training.program_ended',
  'training.schedule_changed',
];
// One event for all clients of a trainer: any open page of a client may be of one of them.
invalidateOn('clients.handed_over', () => [['clients']]);
for (const event of changesRow) {
  invalidateOn(event, ({ data }) => {
    const id = data['client_id'];
    return [keys.list, keys.counts, ...(id ? [one(id)] : [])];
  });
}
