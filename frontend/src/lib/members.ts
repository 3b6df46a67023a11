import { queryOptions } from '@tanstack/react-query';
import type { ListMembersData, ListMembersResponses, StaffMember } from '@/api/generated';
import { api } from '@/api/http';

/** All of the staff in these states, by name; those who work here now if none are named. A page holds a hundred. */
export async function everybody(
  signal: AbortSignal,
  query: Pick<NonNullable<ListMembersData['query']>, 'state'> = {},
): Promise<{ items: StaffMember[] }> {
  const items: StaffMember[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await api.get<ListMembersData, ListMembersResponses>('/api/members', {
      query: cursor ? { ...query, cursor } : query,
      signal,
    });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return { items };
}

/** The staff: for the choice of a trainer, and for who belongs to the studio. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => everybody(signal),
  staleTime: 5 * 60_000,
});
