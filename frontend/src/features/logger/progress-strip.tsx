import { setsOf } from '@/lib/workout-log/changes';
import type { KeptSession } from '@/lib/workout-log/types';

function share(session: KeptSession, exerciseId: string): number {
  const sets = setsOf(session, exerciseId);
  return sets.length ? sets.filter((set) => set.done_at).length / sets.length : 0;
}

/** A bar per exercise that fills with its sets. */
export function ProgressStrip({ session }: { session: KeptSession }) {
  const at = session.exercises.findIndex((exercise) => exercise.id === session.current);
  return (
    <div
      role="img"
      aria-label={`Exercise ${at + 1} of ${session.exercises.length}`}
      className="flex gap-1 px-4"
    >
      {session.exercises.map((exercise) => (
        <span key={exercise.id} className="h-1 min-w-0 flex-1 overflow-hidden rounded-sm bg-fill">
          <span
            className="block h-full origin-left rounded-sm bg-accent transition-transform"
            style={{ transform: `scaleX(${share(session, exercise.id)})` }}
          />
        </span>
      ))}
    </div>
  );
}
