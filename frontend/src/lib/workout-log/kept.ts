import { useMemo, useSyncExternalStore } from 'react';
import { allKept, keptVersion, subscribeKept } from './storage';

export interface KeptSummary {
  key: string;
  id: string;
  free: boolean;
  name: string;
  state: 'open' | 'finishing' | 'finished';
  /** Sets confirmed, and those of them that the server does not know of yet. */
  sets: number;
  waiting: number;
}

/** The workouts that this phone keeps, in short, for pages that do not log. */
export function keptSummaries(userId: string): KeptSummary[] {
  return allKept(userId).flatMap(({ state, ...session }) => {
    if (state === 'discarding') return [];
    const done = session.sets.filter((set) => set.done_at !== null && !set.deleted);
    return {
      key: session.key,
      id: session.id,
      free: session.workout_id === null,
      name: session.name,
      state,
      sets: done.length,
      waiting: session.sets.filter((set) => set.revision > set.sent).length,
    };
  });
}

/** The same, and follows it. */
export function useKept(userId: string): KeptSummary[] {
  const version = useSyncExternalStore(subscribeKept, keptVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when storage changed
  return useMemo(() => keptSummaries(userId), [userId, version]);
}
