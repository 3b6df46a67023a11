import type { FinishResult, SyncResult } from '@/lib/workouts/types';
import type { Ending, KeptExercise, KeptSession, KeptSet } from './types';

/**
 * The next revision: the clock, so that phones can be compared, but always above the one before, so that a
 * clock that was set back cannot make a change look older than what it changes.
 */
export function nextRevision(before: number, now: number = Date.now()): number {
  return Math.max(before + 1, now);
}

/** Changes a set by hand. It goes to the server from its first confirmation on. */
export function changeSet(
  session: KeptSession,
  id: string,
  change: Partial<KeptSet>,
  now?: number,
): KeptSession {
  const sets = session.sets.map((set) => {
    if (set.id !== id) return set;
    const next = { ...set, ...change };
    const known = set.revision > 0 || next.done_at !== null;
    return known ? { ...next, revision: nextRevision(set.revision, now) } : next;
  });
  return { ...session, sets };
}

export function changeExercise(
  session: KeptSession,
  id: string,
  change: Partial<KeptExercise>,
  now?: number,
): KeptSession {
  const exercises = session.exercises.map((exercise) =>
    exercise.id === id
      ? { ...exercise, ...change, revision: nextRevision(exercise.revision, now) }
      : exercise,
  );
  return { ...session, exercises };
}

/**
 * Puts warm-ups before the working sets of their exercise, each kind in its own order. A set that the server may know
 * and that stands elsewhere now is sent again: with it goes its number.
 */
export function warmUpsFirst(session: KeptSession, now?: number): KeptSession {
  const sets = [
    ...session.sets.filter((set) => set.kind === 'warmup'),
    ...session.sets.filter((set) => set.kind !== 'warmup'),
  ];
  const ordered = { ...session, sets };
  return {
    ...ordered,
    sets: sets.map((set) => {
      const moved = placeOf(ordered, set) !== placeOf(session, set);
      return moved && set.revision > 0 && !set.deleted
        ? { ...set, revision: nextRevision(set.revision, now) }
        : set;
    }),
  };
}

/** From 0, among the sets of its exercise that were not taken away. */
function placeOf(session: KeptSession, set: KeptSet): number {
  return setsOf(session, set.exercise_log_id).indexOf(set);
}

/** Takes a set away; one that the server may know leaves a tombstone. */
export function removeSet(session: KeptSession, id: string, now?: number): KeptSession {
  const set = session.sets.find((item) => item.id === id);
  if (!set) return session;
  if (set.revision === 0) return { ...session, sets: session.sets.filter((s) => s.id !== id) };
  return changeSet(session, id, { deleted: true }, now);
}

/** The sets of an exercise that were not taken away, in their order. */
export function setsOf(session: KeptSession, exerciseId: string): KeptSet[] {
  return session.sets.filter((set) => set.exercise_log_id === exerciseId && !set.deleted);
}

export function finishSession(session: KeptSession, ending: Ending): KeptSession {
  return { ...session, state: 'finishing', ending, rest: null };
}

/** Takes over what the server has newer, by revision: another phone or the trainer may log along. */
export function mergeAnswer(session: KeptSession, answer: SyncResult): KeptSession {
  const newer = new Map(answer.sets.map((set) => [set.id, set]));
  const sets = session.sets.map((set): KeptSet => {
    const theirs = newer.get(set.id);
    newer.delete(set.id);
    if (!theirs || theirs.revision <= set.revision) return set;
    const { set_number: _, ...rest } = theirs;
    return { ...set, ...rest, edited: true, sent: theirs.revision };
  });
  const known = new Set(session.exercises.map((exercise) => exercise.id));
  const added = [...newer.values()]
    .filter((set) => known.has(set.exercise_log_id))
    .map(({ set_number: _, ...set }): KeptSet => ({ ...set, edited: true, sent: set.revision }));
  return { ...session, sets: [...sets, ...added] };
}

export function settleFinish(session: KeptSession, result: FinishResult): KeptSession {
  return { ...session, state: 'finished', result };
}
