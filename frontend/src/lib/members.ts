import { queryOptions } from '@tanstack/react-query';
import type { ListMembersData, ListMembersResponses } from '@/api/generated';
import { api } from '@/api/http';

/** The staff: for the choice of a trainer, and for who belongs to the studio. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) =>
    api.get<ListMembersData, ListMembersResponses>('/api/members', { signal }),
  staleTime: 5 * 60_000,
});
