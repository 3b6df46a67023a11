import { Link } from '@tanstack/react-router';
import { Check, ChevronRight } from 'lucide-react';
import { cx } from '@/lib/cx';
import { fullDate, shortDate } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import type { WorkoutRow } from '@/lib/workouts/types';

export function stateOf(workout: WorkoutRow): string {
  if (workout.status !== 'planned') return workout.status;
  return workout.missed ? 'missed' : 'planned';
}

/** One planned workout; what is done opens its log, the rest a preview. */
export function WorkoutLine({ workout, today }: { workout: WorkoutRow; today: string }) {
  const state = stateOf(workout);
  const gone = state === 'skipped' || state === 'cancelled';
  return (
    <Link
      to="/me/workout/$workoutId"
      params={{ workoutId: workout.id }}
      className="flex min-h-14 items-center gap-3 rounded-control px-3 py-2 hover:bg-fill"
    >
      <span
        className={cx(
          'grid size-9 shrink-0 place-items-center rounded-full border-[1.5px] text-base tabular-nums',
          state === 'completed' && 'border-transparent bg-accent text-on-accent',
          state === 'planned' && 'border-dashed border-faint text-soft',
          state === 'missed' && 'border-bad text-bad-ink',
          gone && 'border-line text-faint',
        )}
      >
        {state === 'completed' ? (
          <Check size={18} strokeWidth={2.5} aria-hidden />
        ) : (
          Number(workout.scheduled_on.slice(8))
        )}
      </span>
      <span className="min-w-0 flex-1">
        <span className={cx('block truncate font-medium', gone && 'text-faint line-through')}>
          {workout.name}
        </span>
        <span className="block text-sm text-faint tabular-nums">
          <time dateTime={workout.scheduled_on} title={fullDate(workout.scheduled_on)}>
            {shortDate(workout.scheduled_on, today)}
          </time>
          {state === 'planned'
            ? `, ${plural(workout.exercises, 'exercise')}, about ${workout.minutes} min`
            : `, ${state === 'completed' ? 'done' : state}`}
        </span>
      </span>
      <ChevronRight size={18} aria-hidden className="text-faint" />
    </Link>
  );
}
