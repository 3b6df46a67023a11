import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AuditEntryOut,
  GetClientData,
  GetClientResponses,
  ListAuditActionsData,
  ListAuditActionsResponses,
  ListAuditEntriesData,
  ListAuditEntriesResponses,
  ListClientsData,
  ListClientsResponses,
} from '@/api/generated';
import { api, requestBlob } from '@/api/http';

export type Entry = AuditEntryOut;
export type AuditFilter = Omit<
  NonNullable<ListAuditEntriesData['query']>,
  'cursor' | 'limit' | 'subject'
>;

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListAuditEntriesData, ListAuditEntriesResponses>('/api/audit', {
        query: { ...filter, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

export const actionsQuery = queryOptions({
  queryKey: ['audit', 'actions'],
  queryFn: ({ signal }) =>
    api.get<ListAuditActionsData, ListAuditActionsResponses>('/api/audit/actions', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Clients by part of a name, for the choice of whose data it was. */
export const findClients = (q: string, signal: AbortSignal) =>
  api.get<ListClientsData, ListClientsResponses>('/api/clients', {
    query: { limit: 8, status: ['active', 'paused', 'inactive', 'archived'], ...(q ? { q } : {}) },
    signal,
  });

export const nameQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['audit', 'client', clientId],
    queryFn: ({ signal }) =>
      api.get<GetClientData, GetClientResponses>('/api/clients/{client_id}', {
        path: { client_id: clientId },
        signal,
      }),
    select: (client) => `${client.first_name} ${client.last_name}`.trim(),
    retry: false,
  });

/** Gets the file with these filters and hands it to the browser to keep. */
export async function saveExport(filter: AuditFilter, format: 'csv' | 'json'): Promise<void> {
  const query = new URLSearchParams({ format });
  for (const [key, value] of Object.entries(filter)) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(key, String(item));
  }
  const blob = await requestBlob(`/api/audit/export?${query}`, new AbortController().signal);
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
  link.click();
  // Not at once: Safari reads the file only after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
