import { Link } from '@tanstack/react-router';
import { CloudUpload, Trophy } from 'lucide-react';
import { plural } from '@/lib/numbers';
import type { KeptSummary } from '@/lib/workout-log/kept';

/** The address of a workout that this phone keeps. */
export function keptLink(kept: Pick<KeptSummary, 'key' | 'free'>) {
  return kept.free
    ? ({ to: '/me/free/$sessionId', params: { sessionId: kept.key } } as const)
    : ({ to: '/me/workout/$workoutId', params: { workoutId: kept.key } } as const);
}

/** Workouts that are over but whose end is still to be sent or seen. */
export function KeptCards({ kept }: { kept: readonly KeptSummary[] }) {
  const ended = kept.filter((item) => item.state !== 'open');
  return ended.map((item) => (
    <Link
      key={item.key}
      {...keptLink(item)}
      className="flex min-h-14 items-center gap-3 rounded-card border border-line bg-surface px-4 py-3 hover:bg-fill"
    >
      {item.state === 'finished' ? (
        <Trophy size={20} aria-hidden className="text-accent" />
      ) : (
        <CloudUpload size={20} aria-hidden className="text-faint" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{item.name}</span>
        <span className="block text-sm text-soft">
          {item.state === 'finished'
            ? 'Done. See what it brought'
            : `Done, ${plural(item.sets, 'set')} kept here until there is a connection`}
        </span>
      </span>
    </Link>
  ));
}
