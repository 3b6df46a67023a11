import { Check, Trash2 } from 'lucide-react';
import { useSession } from '@/api/session';
import { IconButton } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { cx } from '@/lib/cx';
import { setsOf } from '@/lib/workout-log/changes';
import type { KeptSession } from '@/lib/workout-log/types';
import { prescriptionText } from '@/lib/workouts/text';
import { dropExercise, show } from './actions';
import { isDone } from './order';

export interface OverviewSheetProps {
  session: KeptSession;
  change: (edit: (session: KeptSession) => KeptSession) => void;
  onClose: () => void;
}

/** All exercises with how far each one is; a tap goes there. */
export function OverviewSheet({ session, change, onClose }: OverviewSheetProps) {
  const { units } = useSession().user;
  return (
    <ResponsiveDialog open onOpenChange={onClose} title="All exercises">
      <ol className="flex flex-col gap-1">
        {session.exercises.map((exercise) => {
          const sets = setsOf(session, exercise.id);
          const done = sets.filter((set) => set.done_at).length;
          const { prescription, block } = exercise.plan;
          const untouched = sets.every((set) => set.revision === 0);
          return (
            <li key={exercise.id} className="flex items-center gap-1">
              <button
                type="button"
                aria-current={exercise.id === session.current ? 'step' : undefined}
                onClick={() => {
                  change(show(exercise.id));
                  onClose();
                }}
                className="flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-control px-3 py-2 text-left hover:bg-fill aria-[current]:bg-accent-wash"
              >
                <span
                  className={cx(
                    'grid size-8 shrink-0 place-items-center rounded-full text-sm font-medium tabular-nums',
                    isDone(session, exercise.id) && sets.length
                      ? 'bg-good-wash text-good'
                      : 'bg-fill text-soft',
                  )}
                >
                  {isDone(session, exercise.id) && sets.length ? (
                    <Check size={16} aria-label="Done" />
                  ) : (
                    `${done}/${sets.length}`
                  )}
                </span>
                <span className="min-w-0">
                  <span className="block truncate font-medium">{exercise.name}</span>
                  <span className="block truncate text-sm text-faint tabular-nums">
                    {block?.kind === 'superset' && 'Superset: '}
                    {block?.kind === 'circuit' && 'Circuit: '}
                    {prescription ? prescriptionText(prescription, units) : 'Added by you'}
                  </span>
                </span>
              </button>
              {!prescription && untouched && (
                <IconButton
                  label={`Remove ${exercise.name}`}
                  onClick={() => change(dropExercise(exercise.id))}
                >
                  <Trash2 size={18} aria-hidden />
                </IconButton>
              )}
            </li>
          );
        })}
      </ol>
    </ResponsiveDialog>
  );
}
