import { useInfiniteQuery } from '@tanstack/react-query';
import { History as HistoryIcon } from 'lucide-react';
import { useSession } from '@/api/session';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { DateText, todayIn } from '@/components/ui/date-text';
import { Card, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { plural } from '@/lib/numbers';
import { formatDuration, formatVolume } from '@/lib/units';
import { historyQuery } from './queries';

/** What somebody trained, the newest first. */
export function History({ clientId }: { clientId: string }) {
  const { units, time_zone: timeZone } = useSession().user;
  const history = useInfiniteQuery(historyQuery(clientId));
  const today = todayIn(timeZone);
  if (history.isPending) return <Skeleton className="h-64 rounded-card" />;
  const rows = history.data?.pages.flatMap((page) => page.items) ?? [];
  if (history.isError && rows.length === 0) {
    return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<HistoryIcon size={22} />}
        title="No workouts yet"
        text="Each finished workout appears here with its sets and records."
      />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <Card>
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <li key={row.id} className="flex items-start gap-3 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2">
                  <span className="font-semibold">{row.name}</span>
                  {row.records_count > 0 && (
                    <Chip tone="accent">{plural(row.records_count, 'record')}</Chip>
                  )}
                </p>
                <p className="text-soft tabular-nums">
                  {[
                    plural(row.sets, 'set'),
                    row.volume_kg > 0 ? formatVolume(row.volume_kg, units) : '',
                    row.duration_s ? formatDuration(row.duration_s) : '',
                    row.effort ? `effort ${row.effort} of 10` : '',
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </p>
                {row.notes && <p className="mt-1 break-words text-soft">“{row.notes}”</p>}
              </div>
              <span className="shrink-0 text-sm text-faint">
                <DateText date={row.local_date} today={today} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {history.hasNextPage && (
        <Button
          className="self-center"
          busy={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Show older ones
        </Button>
      )}
    </div>
  );
}
