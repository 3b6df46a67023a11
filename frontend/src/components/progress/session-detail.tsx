import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/states/states';
import { Card } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { formatNumber, plural } from '@/lib/numbers';
import { formatDuration, formatVolume, loadUnit, type Units } from '@/lib/units';
import { sessionQuery } from '@/lib/workouts/queries';
import { recordNames } from '@/lib/workouts/text';
import type { SessionExercise, SessionFull, SessionOut } from '@/lib/workouts/types';
import { SetLine } from './set-line';

export interface SessionDetailProps {
  sessionId: string;
  units: Units;
  /** The reader may correct what was logged. */
  correctable?: boolean;
}

/** Everything that was done in one workout. */
export function SessionDetail({ sessionId, units, correctable = false }: SessionDetailProps) {
  const { data, isPending, isError, error, refetch } = useQuery(sessionQuery(sessionId));
  if (isError && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) {
    return (
      <div role="status" aria-label="Loading the workout" className="flex flex-col gap-3">
        <Skeleton className="h-16 w-full rounded-card" />
        <Skeleton className="h-40 w-full rounded-card" />
        <Skeleton className="h-40 w-full rounded-card" />
      </div>
    );
  }
  return <Content full={data} units={units} correctable={correctable} />;
}

interface ContentProps {
  full: SessionFull;
  units: Units;
  correctable: boolean;
}

function Content({ full, units, correctable }: ContentProps) {
  const { session, exercises, records } = full;
  const figures = [
    ['Sets', formatNumber(session.sets, 0)],
    session.volume_kg > 0
      ? ['Volume', formatVolume(session.volume_kg, units)]
      : ['Reps', formatNumber(session.reps, 0)],
    ['Time', session.duration_s ? formatDuration(session.duration_s) : '–'],
    ['Effort', session.effort ? `${session.effort} of 10` : '–'],
  ];
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {figures.map(([label, value]) => (
          <div key={label} className="rounded-control bg-fill px-3 py-2.5">
            <dt className="text-sm text-soft">{label}</dt>
            <dd className="font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {session.notes && (
        <blockquote className="rounded-card border border-line bg-surface px-4 py-3 whitespace-pre-line">
          {session.notes}
        </blockquote>
      )}
      {exercises.map((exercise) => (
        <ExerciseCard
          key={exercise.id}
          session={session}
          exercise={exercise}
          units={units}
          correctable={correctable && session.status === 'finished'}
          records={
            new Map(
              records.flatMap((record) =>
                record.set_log_id && !record.is_first
                  ? [[record.set_log_id, recordNames[record.kind]] as const]
                  : [],
              ),
            )
          }
        />
      ))}
    </div>
  );
}

interface ExerciseCardProps {
  session: SessionOut;
  correctable: boolean;
  exercise: SessionExercise;
  units: Units;
  /** Names of records by the set that made them. */
  records: ReadonlyMap<string, string>;
}

function ExerciseCard({ session, exercise, units, records, correctable }: ExerciseCardProps) {
  const sets = exercise.sets.filter((set) => !set.deleted && set.done_at);
  if (!sets.length && !exercise.note) return null;
  const { planned_exercise_name: planned, exercise_name: done } = exercise;
  const swapped = planned && planned !== done;
  const weighted = sets.some((set) => set.weight_kg !== null);
  let working = 0;
  return (
    <Card className="px-4 py-3">
      <h2 className="font-medium">{done}</h2>
      <p className="text-sm text-faint">
        {plural(sets.length, 'set')}
        {weighted && `, in ${loadUnit(units)}`}
        {swapped && `, instead of ${planned}`}
      </p>
      {exercise.note && <p className="mt-1 text-base text-soft italic">“{exercise.note}”</p>}
      <ol className="mt-2">
        {sets.map((set) => {
          if (set.kind === 'working') working += 1;
          return (
            <SetLine
              key={set.id}
              set={set}
              label={set.kind === 'warmup' ? 'W' : String(working)}
              record={records.get(set.id)}
              units={units}
              {...(correctable ? { correct: { session, exercise } } : {})}
            />
          );
        })}
      </ol>
    </Card>
  );
}
