import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight, Dumbbell, Trophy } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { dateInWords, fullDate } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import { formatDuration, formatVolume, type Units } from '@/lib/units';
import { historyQuery } from '@/lib/workouts/queries';
import type { SessionRow } from '@/lib/workouts/types';

export interface HistoryListProps {
  clientId: string;
  units: Units;
  today: string;
  /** Puts a row into what opens the session: a link, or a button. */
  frame: (session: SessionRow, row: ReactNode, className: string) => ReactNode;
}

const frameClass =
  'block rounded-card border border-line bg-surface px-4 py-3 text-left w-full hover:bg-fill';

function facts(session: SessionRow, units: Units): string {
  const parts = [plural(session.sets, 'set')];
  if (session.volume_kg > 0) parts.push(formatVolume(session.volume_kg, units));
  if (session.duration_s) parts.push(formatDuration(session.duration_s));
  if (session.effort) parts.push(`effort ${session.effort} of 10`);
  return parts.join(', ');
}

/** Finished workouts, the latest first. */
export function HistoryList({ clientId, units, today, frame }: HistoryListProps) {
  const history = useInfiniteQuery(historyQuery(clientId));
  if (history.isError && !history.data) {
    return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  }
  if (history.isPending) {
    return (
      <div role="status" aria-label="Loading workouts" className="flex flex-col gap-2">
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <Skeleton key={key} className="h-20 w-full rounded-card" />
        ))}
      </div>
    );
  }
  const sessions = history.data.pages.flatMap((page) => page.items);
  if (!sessions.length) {
    return (
      <EmptyState
        icon={<Dumbbell size={22} />}
        title="No workouts yet"
        text="Finished workouts stand here, each with its sets."
      />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-2">
        {sessions.map((session) => (
          <li key={session.id}>
            {frame(session, <Row session={session} units={units} today={today} />, frameClass)}
          </li>
        ))}
      </ul>
      {history.hasNextPage && (
        <Button
          busy={history.isFetchingNextPage}
          className="self-center"
          onClick={() => void history.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </div>
  );
}

function Row({ session, units, today }: { session: SessionRow; units: Units; today: string }) {
  return (
    <span className="flex items-center gap-3">
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{session.name}</span>
          {session.records_count > 0 && (
            <Chip tone="accent" icon={<Trophy size={12} aria-hidden />}>
              {plural(session.records_count, 'record')}
            </Chip>
          )}
        </span>
        <span className="block text-base text-soft tabular-nums">
          <time dateTime={session.local_date} title={fullDate(session.local_date)}>
            {dateInWords(session.local_date, today)}
          </time>
          , {facts(session, units)}
        </span>
        <span className="block truncate text-sm text-faint">
          {session.exercises.map((exercise) => exercise.name).join(', ')}
        </span>
        {session.notes && (
          <span className="block truncate text-base text-soft italic">“{session.notes}”</span>
        )}
      </span>
      <ChevronRight size={18} aria-hidden className="shrink-0 text-faint" />
    </span>
  );
}
