import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { defined } from '@/lib/search';
import type { ClientFilter } from './queries';

const route = getRouteApi('/app/clients');

export type ClientSearch = ReturnType<typeof route.useSearch>;
type Change = { [K in keyof ClientSearch]?: ClientSearch[K] | undefined };

/** What the address asks the list for, and how to change it. */
export function useClientSearch() {
  const { q, status, trainer, sort } = route.useSearch();
  const navigate = useNavigate();
  const filter: ClientFilter = {
    ...(q ? { q } : {}),
    ...(status ? { status: [status] } : {}),
    ...(trainer ? { trainer } : {}),
    ...(sort ? { sort } : {}),
  };
  const change = (values: Change) =>
    void navigate({
      to: '.',
      search: (before: ClientSearch) => defined({ ...before, ...values }),
      replace: true,
    });
  return {
    filter,
    filtered: Boolean(q || status || trainer),
    change,
    clear: () => change({ q: undefined, status: undefined, trainer: undefined }),
  };
}
