import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useSession } from '@/api/session';
import { addDays } from '@/lib/dates';
import { defined } from '@/lib/search';
import { startOfDay } from '@/lib/zones';
import type { AuditFilter } from './queries';

const route = getRouteApi('/app/settings/audit');

export type AuditSearch = ReturnType<typeof route.useSearch>;
type Change = { [K in keyof AuditSearch]?: AuditSearch[K] | undefined };

/** What the address asks the log for, and how to change it. Days are the reader's own. */
export function useAuditSearch() {
  const search = route.useSearch();
  const { user } = useSession();
  const navigate = useNavigate();
  const { action, member, person, from, to } = search;
  const filter: AuditFilter = {
    ...(action ? { action: [action] } : {}),
    ...(member ? { member } : {}),
    ...(person ? { person } : {}),
    ...(from ? { since: startOfDay(from, user.time_zone).toISOString() } : {}),
    ...(to ? { until: startOfDay(addDays(to, 1), user.time_zone).toISOString() } : {}),
  };
  const change = (values: Change) =>
    void navigate({
      to: '.',
      search: (before: AuditSearch) => defined({ ...before, ...values }),
      replace: true,
    });
  const empty = { action: undefined, member: undefined, person: undefined };
  return {
    search,
    filter,
    /** Nothing is asked for until the days are in order. */
    backwards: Boolean(from && to && to < from),
    filtered: Boolean(action || member || person || from || to),
    change,
    clear: () => change({ ...empty, from: undefined, to: undefined }),
  };
}
