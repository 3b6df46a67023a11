import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { Archive, UserPlus, Users } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { usePermission, useSession } from '@/api/session';
import { DataTable } from '@/components/data-table/data-table';
import { PageHeader } from '@/components/layout/page';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { todayIn } from '@/components/ui/date-text';
import { useMedia } from '@/hooks/use-media';
import { cx } from '@/lib/cx';
import { plural } from '@/lib/numbers';
import { clientColumns } from './columns';
import { ClientFilters } from './filters';
import { ListFoot, ListSkeleton } from './list-parts';
import { fullName } from './names';
import { clientsQuery, countsQuery } from './queries';
import { useClientSearch } from './use-client-search';

const AddClient = lazy(() => import('./add-client').then((m) => ({ default: m.AddClient })));

const route = getRouteApi('/app/clients');

/** The list; a client opens beside it on a wide screen and in its place on a smaller one. */
export function ClientsPage() {
  const search = route.useSearch();
  // The next client opens at the same tab, without the other's workout.
  const { session: _session, ...kept } = search;
  const { clientId } = useParams({ strict: false });
  const navigate = useNavigate();
  const { user } = useSession();
  const mayAdd = usePermission('clients:create') !== null;
  const beside = useMedia('(min-width: 1280px)');
  const { filter, filtered, change } = useClientSearch();
  const list = useInfiniteQuery(clientsQuery(filter));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const today = todayIn(user.time_zone);
  const narrow = beside && clientId !== undefined;
  const phone = !useMedia('(min-width: 768px)');
  const room = narrow ? 'beside' : phone ? 'card' : 'wide';
  const columns = useMemo(() => clientColumns(today, room), [today, room]);
  const add = () => change({ add: true });

  return (
    <div
      className={cx(
        'grid min-w-0 gap-5',
        narrow && 'grid-cols-[minmax(0,1fr)_minmax(0,560px)] items-start',
      )}
    >
      {(beside || !clientId) && (
        <section
          aria-label="Client list"
          className="flex h-[calc(100dvh-172px)] min-h-[420px] min-w-0 flex-col gap-4 lg:sticky lg:top-[72px] lg:h-[calc(100dvh-104px)]"
        >
          <PageHeader
            title="Clients"
            actions={
              mayAdd && (
                <Button variant="primary" icon={<UserPlus size={16} aria-hidden />} onClick={add}>
                  Add client
                </Button>
              )
            }
          />
          {list.isPending ? (
            <ListSkeleton />
          ) : list.isError && rows.length === 0 ? (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <DataTable
              label="Clients"
              columns={columns}
              rows={rows}
              nameOf={fullName}
              sort={search.sort ?? 'name'}
              onSortChange={(sort) => change({ sort: allowedSort(sort) })}
              onOpen={({ id }) =>
                void navigate({
                  to: '/app/clients/$clientId',
                  params: { clientId: id },
                  search: kept,
                })
              }
              {...(clientId ? { openId: clientId } : {})}
              onEndReached={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
              }}
              toolbar={<ClientFilters compact={narrow} />}
              footer={
                rows.length === 0 ? (
                  <Nobody filtered={filtered} onAdd={mayAdd ? add : undefined} />
                ) : (
                  <ListFoot list={list} />
                )
              }
            />
          )}
        </section>
      )}
      <Outlet />
      {search.add && mayAdd && (
        <Suspense fallback={null}>
          <AddClient onClose={() => change({ add: undefined })} />
        </Suspense>
      )}
    </div>
  );
}

/** The server orders each of these in one direction only; the other click leads back to names. */
function allowedSort(sort: string): '-last_workout' | 'adherence' | '-created' | undefined {
  if (sort.endsWith('last_workout')) return '-last_workout';
  if (sort.endsWith('adherence')) return 'adherence';
  return undefined;
}

function Nobody({ filtered, onAdd }: { filtered: boolean; onAdd?: (() => void) | undefined }) {
  const { change, clear } = useClientSearch();
  const counts = useQuery(countsQuery);
  if (filtered) {
    return (
      <EmptyState
        icon={<Users size={22} />}
        title="Nobody fits"
        text="No client matches this search and these filters."
        action={<Button onClick={clear}>Show all clients</Button>}
      />
    );
  }
  // Which of the two it is stands in the counts; a wrong word in the meantime would be worse than none.
  if (counts.isPending) return null;
  const archived = counts.data?.archived ?? 0;
  if (archived > 0) {
    return (
      <EmptyState
        icon={<Archive size={22} />}
        title="Only archived clients"
        text={`Nobody is current. ${plural(archived, 'client')} in the archive, with all of their history.`}
        action={
          <>
            <Button onClick={() => change({ status: 'archived' })}>Show archived</Button>
            {onAdd && (
              <Button variant="primary" onClick={onAdd}>
                Add client
              </Button>
            )}
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<Users size={22} />}
      title="No clients yet"
      text="Add the first one. A name is enough; the rest can come later."
      action={
        onAdd && (
          <Button variant="primary" onClick={onAdd}>
            Add client
          </Button>
        )
      }
    />
  );
}
