import { setsOf } from '@/lib/workout-log/changes';
import type { KeptExercise, KeptSession, KeptSet } from '@/lib/workout-log/types';

/** Exercises of one superset or circuit in their order; an exercise by itself is a group of one. */
export function groupOf(session: KeptSession, exercise: KeptExercise): KeptExercise[] {
  const block = exercise.plan.block;
  if (!block || block.kind === 'straight') return [exercise];
  return session.exercises.filter((other) => other.plan.block?.id === block.id);
}

/** The first set that is not confirmed yet: the one under the thumb. */
export function openSet(session: KeptSession, exerciseId: string): KeptSet | null {
  return setsOf(session, exerciseId).find((set) => set.done_at === null) ?? null;
}

export function isDone(session: KeptSession, exerciseId: string): boolean {
  return openSet(session, exerciseId) === null;
}

/** How many rounds of its group an exercise has behind it, those of one that it was swapped for included. */
function rounds(session: KeptSession, { id, plan }: KeptExercise): number {
  const same = session.exercises.filter(
    (other) =>
      other.id === id ||
      (plan.prescription && other.plan.prescription?.id === plan.prescription.id),
  );
  return same
    .flatMap((exercise) => setsOf(session, exercise.id))
    .filter((set) => set.kind === 'working' && set.done_at).length;
}

export interface Next {
  /** The exercise to show now. */
  exerciseId: string;
  /** Seconds of rest before it; 0 for none. */
  rest: number;
}

const USUAL_REST_S = 90;

/**
 * Where a confirmed set leads. Straight sets stay and rest as prescribed. A superset or circuit goes round: to the
 * exercise with the fewest rounds done, the first after this one among equals, with the exercise's own rest (usually
 * none) within a round and the block's after it. A warm-up set stays, and counts as no round.
 */
export function afterConfirm(session: KeptSession, exercise: KeptExercise, set: KeptSet): Next {
  const { prescription, block } = exercise.plan;
  const here = exercise.id;
  const group = groupOf(session, exercise);
  if (group.length === 1 || set.kind === 'warmup') {
    const rest = prescription?.rest_s ?? (group.length > 1 ? block?.rest_s : null) ?? USUAL_REST_S;
    const over = isDone(session, here) && session.exercises.at(-1)?.id === here;
    return { exerciseId: here, rest: over ? 0 : rest };
  }
  const open = group.filter((other) => !isDone(session, other.id));
  if (!open.length) return { exerciseId: here, rest: block?.rest_s ?? USUAL_REST_S };
  const place = group.indexOf(exercise);
  const distance = (other: KeptExercise) =>
    (group.indexOf(other) - place - 1 + group.length) % group.length;
  const next = open.reduce((best, other) => {
    const fewer = rounds(session, other) - rounds(session, best);
    return fewer < 0 || (fewer === 0 && distance(other) < distance(best)) ? other : best;
  });
  const sameRound = group.indexOf(next) > place;
  return {
    exerciseId: next.id,
    rest: sameRound ? (prescription?.rest_s ?? 0) : (block?.rest_s ?? USUAL_REST_S),
  };
}

/** The exercise after this one, or null at the end; a group that is under way is one place. */
export function following(session: KeptSession, exerciseId: string): KeptExercise | null {
  const place = session.exercises.findIndex((exercise) => exercise.id === exerciseId);
  return session.exercises[place + 1] ?? null;
}

export function preceding(session: KeptSession, exerciseId: string): KeptExercise | null {
  const place = session.exercises.findIndex((exercise) => exercise.id === exerciseId);
  return place > 0 ? (session.exercises[place - 1] ?? null) : null;
}
