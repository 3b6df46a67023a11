import { useQuery } from '@tanstack/react-query';
import { Trophy } from 'lucide-react';
import { useState } from 'react';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { shortDate } from '@/lib/dates';
import type { Units } from '@/lib/units';
import { recordsQuery } from '@/lib/workouts/queries';
import { recordNames, recordValue } from '@/lib/workouts/text';
import type { RecordOut } from '@/lib/workouts/types';

const FIRST = 6;

export interface RecordsListProps {
  clientId: string;
  units: Units;
  today: string;
}

function name(record: RecordOut, units: Units): string {
  const at =
    record.kind === 'reps_at_weight' && record.weight_kg !== null
      ? ` at ${recordValue('estimated_1rm', record.weight_kg, units)}`
      : '';
  return `${recordNames[record.kind]}${at}`;
}

/** Of the repetition records only the heaviest few say something at a glance. */
function worthShowing(records: readonly RecordOut[]): RecordOut[] {
  const byReps = records
    .filter((record) => record.kind === 'reps_at_weight')
    .sort((a, b) => (b.weight_kg ?? 0) - (a.weight_kg ?? 0));
  return [...records.filter((record) => record.kind !== 'reps_at_weight'), ...byReps.slice(0, 2)];
}

/** The latest records, and what is best in each exercise. */
export function RecordsList({ clientId, units, today }: RecordsListProps) {
  const { data, isPending, isError, error, refetch } = useQuery(recordsQuery(clientId));
  const [all, setAll] = useState(false);
  if (isError) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton className="h-64 w-full rounded-card" />;
  if (!data.bests.length) {
    return (
      <EmptyState
        icon={<Trophy size={22} />}
        title="No records yet"
        text="The first workout sets the mark; from the second on it can be beaten."
      />
    );
  }
  const shown = all ? data.bests : data.bests.slice(0, FIRST);
  return (
    <div className="flex flex-col gap-4">
      {data.recent.length > 0 && (
        <Card className="pb-2">
          <CardHeader title="Latest records" />
          <ul>
            {data.recent.slice(0, 5).map((record) => (
              <li key={record.id} className="flex items-center gap-3 px-4 py-2">
                <Trophy size={18} aria-hidden className="shrink-0 text-accent" />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{record.exercise_name}</span>
                  <span className="block truncate text-sm text-faint">
                    {name(record, units)}, {shortDate(record.achieved_on, today)}
                  </span>
                </span>
                <span className="text-right whitespace-nowrap tabular-nums">
                  <span className="block font-semibold">
                    {recordValue(record.kind, record.value, units)}
                  </span>
                  {record.previous_value !== null && (
                    <span className="block text-sm text-faint">
                      before {recordValue(record.kind, record.previous_value, units)}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card className="pb-2">
        <CardHeader title="Bests by exercise" />
        <ul>
          {shown.map((exercise) => (
            <li key={exercise.exercise_id} className="border-line px-4 py-2.5 not-first:border-t">
              <p className="font-medium">{exercise.exercise_name}</p>
              <dl className="mt-0.5 text-base tabular-nums">
                {worthShowing(exercise.records).map((record) => (
                  <div key={record.id} className="flex justify-between gap-3">
                    <dt className="text-soft">{name(record, units)}</dt>
                    <dd className="font-medium whitespace-nowrap">
                      {recordValue(record.kind, record.value, units)}
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
        {data.bests.length > FIRST && (
          <Button variant="quiet" className="mx-2" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${data.bests.length} exercises`}
          </Button>
        )}
      </Card>
    </div>
  );
}
