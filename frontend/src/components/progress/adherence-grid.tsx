import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/states/states';
import { Card, CardHeader } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { cx } from '@/lib/cx';
import { fullDate, weekdayNames } from '@/lib/dates';
import { adherenceQuery } from '@/lib/workouts/queries';
import type { Adherence } from '@/lib/workouts/types';
import { gridWeeks } from './grid-weeks';

type State = Adherence['days'][number]['state'];

const looks: Record<string, string> = {
  none: 'bg-fill',
  missed: 'border-[1.5px] border-bad',
  done: 'bg-accent',
  more: 'bg-accent ring-2 ring-accent-wash',
};
const words: Record<string, string> = {
  none: 'nothing planned',
  missed: 'missed',
  done: 'done',
  more: 'more than planned',
};

function nameOf(state: State): string {
  if (state === null) return 'none';
  return ['missed', 'done', 'more'][state] ?? 'none';
}

export interface AdherenceGridProps {
  clientId: string;
  days?: number;
  /** The weeks in a row, `4 weeks in a row`; only the client's own day knows them. */
  streak?: number | undefined;
}

/** How much of the plan was followed: a share, and each day of the last weeks. */
export function AdherenceGrid({ clientId, days = 28, streak }: AdherenceGridProps) {
  const { data, isPending, isError, error, refetch } = useQuery(adherenceQuery(clientId, days));
  return (
    <Card aria-label="Plan followed" className="pb-4">
      <CardHeader title="Plan followed">
        {streak !== undefined && streak > 0 && (
          <span className="text-base text-accent-ink tabular-nums">
            {streak} {streak === 1 ? 'week' : 'weeks'} in a row
          </span>
        )}
      </CardHeader>
      <div className="px-4">
        {isPending && <Skeleton className="h-32 w-full" />}
        {isError && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data && <Grid data={data} />}
      </div>
    </Card>
  );
}

function Grid({ data }: { data: Adherence }) {
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-4">
      <p className="tabular-nums">
        <span className="text-figure font-semibold">
          {data.percent === null ? '–' : `${data.percent}%`}
        </span>
        <span className="block text-soft">
          {data.due ? `${data.done} of ${data.due} workouts` : 'Nothing was due'}
        </span>
      </p>
      <table className="border-separate border-spacing-1">
        <caption className="sr-only">Each of the last {data.days.length} days</caption>
        <thead>
          <tr>
            {weekdayNames('short').map((name) => (
              <th key={name} scope="col" className="text-xs font-normal text-faint">
                <span aria-hidden="true">{name.slice(0, 1)}</span>
                <span className="sr-only">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {gridWeeks(data.days).map((week) => (
            <tr key={week.monday}>
              {week.days.map((day) => {
                const state = nameOf(day.state);
                return (
                  <td key={day.date} className="p-0">
                    <span
                      title={`${fullDate(day.date)}: ${words[state]}`}
                      className={cx(
                        'block size-6 rounded-md',
                        day.inside ? looks[state] : 'invisible',
                      )}
                    >
                      {day.inside && (
                        <span className="sr-only">
                          {fullDate(day.date)}: {words[state]}
                        </span>
                      )}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
