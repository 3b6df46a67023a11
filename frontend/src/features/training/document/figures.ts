import type { Block, Day, Prescription, Week } from './types';

// The conventions of the API's own figures (backend/domains/training/document/figures.py).
const SECONDS_PER_REP = 4;
const METRES_PER_SECOND = 2.5;
const REST_SECONDS = 90;
const SETUP_SECONDS = 60;

/** What an exercise trains directly, and along with that. */
export interface Muscles {
  primary: readonly string[];
  secondary: readonly string[];
}

export function daySets(day: Day): number {
  return day.blocks.reduce(
    (sum, block) => sum + block.prescriptions.reduce((part, { sets }) => part + sets, 0),
    0,
  );
}

/** Estimated length in whole minutes: setting up, the work of each set, and the rest after it. */
export function dayMinutes(day: Day): number {
  return Math.ceil(day.blocks.reduce((sum, block) => sum + blockSeconds(block), 0) / 60);
}

export interface WeekSummary {
  days: number;
  sets: number;
  minutes: number;
}

export function weekSummary(week: Week): WeekSummary {
  return {
    days: week.days.length,
    sets: week.days.reduce((sum, day) => sum + daySets(day), 0),
    minutes: week.days.reduce((sum, day) => sum + dayMinutes(day), 0),
  };
}

/**
 * Weekly sets per muscle, most first: 1 for a muscle trained directly, 0.5 for one trained along
 * (the fractional counting of Pelland et al., 2024).
 */
export function setsPerMuscle(
  week: Week,
  musclesOf: (exerciseId: string) => Muscles | undefined,
): { muscle: string; sets: number }[] {
  const sets = new Map<string, number>();
  const add = (muscle: string, count: number) => sets.set(muscle, (sets.get(muscle) ?? 0) + count);
  for (const part of week.days.flatMap((day) => day.blocks.flatMap((b) => b.prescriptions))) {
    const muscles = musclesOf(part.exercise_id);
    if (!muscles) continue;
    const direct = new Set(muscles.primary);
    for (const muscle of direct) add(muscle, part.sets);
    for (const muscle of new Set(muscles.secondary))
      if (!direct.has(muscle)) add(muscle, part.sets / 2);
  }
  return [...sets]
    .map(([muscle, count]) => ({ muscle, sets: count }))
    .sort((a, b) => b.sets - a.sets || a.muscle.localeCompare(b.muscle));
}

function blockSeconds(block: Block): number {
  const setup = SETUP_SECONDS * block.prescriptions.length;
  if (block.rounds === null) {
    return block.prescriptions.reduce(
      (sum, part) => sum + part.sets * (work(part) + (part.rest_s ?? REST_SECONDS)),
      setup,
    );
  }
  const round = block.prescriptions.reduce((sum, part) => sum + work(part) + (part.rest_s ?? 0), 0);
  return setup + block.rounds * (round + (block.rest_s ?? REST_SECONDS));
}

function work(part: Prescription): number {
  const seconds =
    part.duration_s ??
    (part.reps
      ? ((part.reps.min + part.reps.max) / 2) * secondsPerRep(part.tempo)
      : (part.distance_m ?? 0) / METRES_PER_SECOND);
  return part.per_side ? seconds * 2 : seconds;
}

function secondsPerRep(tempo: string | null): number {
  if (tempo === null) return SECONDS_PER_REP;
  return tempo.split('-').reduce((sum, part) => sum + (part === 'X' ? 1 : Number(part)), 0);
}
