import type { Figures } from '@/lib/workout-log/types';
import { measuresOf } from '@/lib/workouts/figures';
import type { LastTime, PastSet, Prescription, SuggestedLoad } from '@/lib/workouts/types';

export const noFigures: Figures = {
  reps: null,
  weight_kg: null,
  rpe: null,
  duration_s: null,
  distance_m: null,
};

/** Last time's set in the same place; the last of them for a set that it did not have. */
export function lastSet(last: LastTime | null, place: number): PastSet | null {
  const working = last?.sets.filter((set) => set.kind === 'working') ?? [];
  return working[place] ?? working.at(-1) ?? null;
}

function clamp(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, value));
}

function repsFor(
  p: Prescription | null,
  before: PastSet | null,
  sameWeight: boolean,
): number | null {
  if (!p?.reps) return before?.reps ?? null;
  // With another weight, last time's repetitions say nothing; the range starts at its lower end.
  if (before?.reps == null || !sameWeight) return p.reps.min;
  return clamp(before.reps, p.reps);
}

/**
 * The figures that a set starts with. Weight: what was suggested for today, else last time's in the same place.
 * Repetitions: last time's within today's range. Time and distance: today's target, else last time's.
 */
export function prefill(
  measurement: string,
  prescription: Prescription | null,
  last: LastTime | null,
  suggested: SuggestedLoad | null,
  place: number,
): Figures {
  const has = measuresOf(measurement);
  const before = lastSet(last, place);
  const fromPlan = suggested && suggested.basis !== 'last_time' ? suggested.weight_kg : null;
  const weight = fromPlan ?? before?.weight_kg ?? suggested?.weight_kg ?? null;
  const sameWeight = !has.weight || weight === before?.weight_kg;
  return {
    ...noFigures,
    weight_kg: has.weight ? weight : null,
    reps: has.reps ? repsFor(prescription, before, sameWeight) : null,
    duration_s: has.duration ? (prescription?.duration_s ?? before?.duration_s ?? null) : null,
    distance_m: has.distance ? (prescription?.distance_m ?? before?.distance_m ?? null) : null,
  };
}

/** Whether a set says anything: without figures there is nothing to confirm. */
export function isComplete(measurement: string, set: Figures): boolean {
  const has = measuresOf(measurement);
  if (has.reps) return set.reps !== null;
  return (has.duration && set.duration_s !== null) || (has.distance && set.distance_m !== null);
}
