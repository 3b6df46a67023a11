import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Dumbbell, Plus, Search } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { ExerciseRow } from '@/api/generated';
import { usePermission } from '@/api/session';
import { DataTable } from '@/components/data-table/data-table';
import type { Column } from '@/components/data-table/types';
import { Page, PageHeader } from '@/components/layout/page';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { useMedia, useWide } from '@/hooks/use-media';
import { cx } from '@/lib/cx';
import { plural } from '@/lib/numbers';
import { defined } from '@/lib/search';
import { wordOf, wordsOf } from '../labels';
import { ListFoot } from '../list-foot';
import { ListSkeleton } from '../list-skeleton';
import { TrainingNav } from '../training-nav';
import { useSearchText } from '../use-search-text';
import { ExerciseFilters } from './exercise-filters';
import { type ExerciseFilter, exercisesQuery, facetsQuery } from './queries';

const ExerciseForm = lazy(() =>
  import('./exercise-form').then((m) => ({ default: m.ExerciseForm })),
);

function columnsFor(room: 'phone' | 'half' | 'full'): Column<ExerciseRow>[] {
  const name: Column<ExerciseRow> = {
    id: 'name',
    header: 'Exercise',
    primary: true,
    width: 'minmax(180px, 2fr)',
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium">{row.name}</span>
        {row.mine && <Chip tone="accent">Own</Chip>}
      </span>
    ),
  };
  const muscles: Column<ExerciseRow> = {
    id: 'muscles',
    header: 'Muscles',
    width: 'minmax(130px, 1.4fr)',
    cell: (row) => <span className="text-soft">{wordsOf(row.primary_muscles)}</span>,
  };
  const equipment: Column<ExerciseRow> = {
    id: 'equipment',
    header: 'Equipment',
    width: 'minmax(130px, 1.4fr)',
    cell: (row) => <span className="text-soft">{wordsOf(row.equipment)}</span>,
  };
  if (room === 'half') return [name, muscles];
  if (room === 'phone') return [name, muscles, equipment];
  return [
    name,
    muscles,
    equipment,
    { id: 'category', header: 'Category', cell: (row) => row.category.name },
    { id: 'level', header: 'Level', width: '110px', cell: (row) => wordOf(row.level) },
  ];
}

/** The exercise library; on a wide screen the chosen exercise opens beside the list. */
export function ExercisesPage() {
  const filter = useSearch({ from: '/app/training/exercises' });
  const navigate = useNavigate();
  const { exerciseId } = useParams({ strict: false });
  const wide = useWide();
  const [adding, setAdding] = useState(false);
  const mayCreate = usePermission('exercises:create') !== null;
  const list = useInfiniteQuery(exercisesQuery(filter));
  const facets = useQuery(facetsQuery);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const setFilter = (patch: ExerciseFilter) =>
    void navigate({ to: '.', search: defined({ ...filter, ...patch }), replace: true });
  const [text, setText] = useSearchText(filter.q, (q) => setFilter({ q }));
  const narrow = exerciseId !== undefined;
  const roomy = useMedia('(min-width: 768px)');
  const room = narrow ? 'half' : roomy ? 'full' : 'phone';
  const columns = useMemo(() => columnsFor(room), [room]);
  const filtered = Object.keys(filter).length > 0;
  const open = (id: string) =>
    void navigate({
      to: '/app/training/exercises/$exerciseId',
      params: { exerciseId: id },
      search: filter,
    });

  if (!wide && exerciseId) return <Outlet />;
  return (
    <Page className="h-[calc(100dvh-172px)] min-h-96 lg:h-[calc(100dvh-106px)]">
      <PageHeader
        title="Exercises"
        actions={
          mayCreate && (
            <Button icon={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
              Add your own
            </Button>
          )
        }
      />
      <TrainingNav />
      <div
        className={cx('grid min-h-0 flex-1 gap-4', narrow && 'lg:grid-cols-[minmax(0,1fr)_420px]')}
      >
        <div className="flex min-h-0 min-w-0 flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <div className="min-w-full flex-1 sm:min-w-52 sm:max-w-80">
              <Input
                type="search"
                aria-label="Search exercises"
                placeholder="Search exercises"
                leading={<Search size={16} aria-hidden />}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </div>
            <ExerciseFilters filter={filter} facets={facets.data} onChange={setFilter} />
            <p role="status" className="ml-auto text-soft tabular-nums">
              {countText(rows.length, list.hasNextPage, filtered ? undefined : facets.data?.total)}
            </p>
          </div>
          {list.isPending && <ListSkeleton label="Loading exercises" />}
          {list.isError && rows.length === 0 && (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          )}
          {list.data && rows.length === 0 && (
            <EmptyState
              icon={<Dumbbell size={22} />}
              title={filter.q ? `No exercise like “${filter.q}”` : 'No exercise fits'}
              text="Loosen the filters, or add it as your own."
              action={
                <>
                  {filtered && (
                    <Button
                      onClick={() => {
                        setText('');
                        setFilter({
                          q: undefined,
                          muscle: undefined,
                          equipment: undefined,
                          category: undefined,
                          mine: undefined,
                          archived: undefined,
                        });
                      }}
                    >
                      Clear filters
                    </Button>
                  )}
                  {mayCreate && (
                    <Button variant="primary" onClick={() => setAdding(true)}>
                      Add your own
                    </Button>
                  )}
                </>
              }
            />
          )}
          {rows.length > 0 && (
            <DataTable
              // The columns change with the room there is, and the table keeps its own choice of them.
              key={room}
              label="Exercises"
              columns={columns}
              columnChoice={false}
              rows={rows}
              nameOf={(row) => row.name}
              onOpen={({ id }) => open(id)}
              {...(exerciseId ? { openId: exerciseId } : {})}
              onEndReached={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
              }}
              footer={
                <ListFoot
                  loading={list.isFetchingNextPage}
                  error={list.isFetchNextPageError ? list.error : null}
                  onRetry={() => void list.fetchNextPage()}
                />
              }
            />
          )}
        </div>
        {narrow && <Outlet />}
      </div>
      <Suspense fallback={null}>
        {adding && (
          <ExerciseForm
            exercise={null}
            initialName={filter.q}
            onClose={() => setAdding(false)}
            onSaved={({ id }) => open(id)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function countText(shown: number, more: boolean, total: number | undefined): string {
  if (total !== undefined) return plural(total, 'exercise');
  if (shown === 0) return '';
  return more ? `${shown}+ exercises` : plural(shown, 'exercise');
}
