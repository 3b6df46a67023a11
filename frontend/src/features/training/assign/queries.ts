import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  AssignIn,
  AssignTemplateData,
  AssignTemplateResponses,
  ClientRow,
  ListClientsData,
  ListClientsResponses,
  PreviewTemplateData,
  PreviewTemplateResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export type ClientStatus = 'active' | 'paused' | 'inactive';

export interface ClientFilter {
  q: string;
  status: ClientStatus | null;
}

/** As many clients as one assignment takes. */
export const MOST_CLIENTS = 500;

const queryOf = ({ q, status }: ClientFilter): NonNullable<ListClientsData['query']> => ({
  q: q.trim() || null,
  status: status ? [status] : ['active', 'paused', 'inactive'],
});

const clientPage = (
  filter: ClientFilter,
  limit: number,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  api.get<ListClientsData, ListClientsResponses>('/api/clients', {
    query: { ...queryOf(filter), limit, cursor },
    ...(signal ? { signal } : {}),
  });

export const assignableQuery = (filter: ClientFilter) =>
  infiniteQueryOptions({
    queryKey: ['clients', 'assignable', filter],
    queryFn: ({ pageParam, signal }) => clientPage(filter, 50, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

/** All clients that a filter finds, 500 at most. */
export async function allClients(filter: ClientFilter): Promise<ClientRow[]> {
  const rows: ClientRow[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: ClientRow[]; next_cursor: string | null } = await clientPage(
      filter,
      100,
      cursor,
    );
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && rows.length < MOST_CLIENTS);
  return rows.slice(0, MOST_CLIENTS);
}

export const previewQuery = (templateId: string, startOn: string, days: readonly number[]) =>
  queryOptions({
    queryKey: ['templates', 'preview', templateId, startOn, days],
    queryFn: ({ signal }) =>
      api.post<PreviewTemplateData, PreviewTemplateResponses>(
        '/api/templates/{template_id}/preview',
        {
          path: { template_id: templateId },
          body: { start_on: startOn, training_days: [...days] },
          signal,
        },
      ),
    enabled: startOn !== '' && days.length > 0,
    placeholderData: keepPreviousData,
  });

export const assignTemplate = (templateId: string, body: AssignIn, key: string) =>
  api.post<AssignTemplateData, AssignTemplateResponses>('/api/templates/{template_id}/assign', {
    path: { template_id: templateId },
    body,
    idempotencyKey: key,
  });
