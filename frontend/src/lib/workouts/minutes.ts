import type { Block, Prescription, WorkoutDay } from './types';

// The same conventions as the server's day_minutes, which names their reasons.
const SECONDS_PER_REP = 4;
const METRES_PER_SECOND = 2.5;
const REST_SECONDS = 90;
const SETUP_SECONDS = 60;

function perRep(tempo: string | null | undefined): number {
  if (!tempo) return SECONDS_PER_REP;
  return tempo.split('-').reduce((sum, part) => sum + (part === 'X' ? 1 : Number(part)), 0);
}

function work(p: Prescription): number {
  const once =
    p.duration_s ??
    (p.reps
      ? ((p.reps.min + p.reps.max) / 2) * perRep(p.tempo)
      : (p.distance_m ?? 0) / METRES_PER_SECOND);
  return p.per_side ? once * 2 : once;
}

function blockSeconds(block: Block): number {
  const setup = SETUP_SECONDS * block.prescriptions.length;
  if (!block.rounds) {
    return block.prescriptions.reduce(
      (sum, p) => sum + p.sets * (work(p) + (p.rest_s ?? REST_SECONDS)),
      setup,
    );
  }
  const round = block.prescriptions.reduce((sum, p) => sum + work(p) + (p.rest_s ?? 0), 0);
  return setup + block.rounds * (round + (block.rest_s ?? REST_SECONDS));
}

/** Estimated length of a workout in whole minutes. */
export function estimateMinutes(day: WorkoutDay): number {
  return Math.ceil(day.blocks.reduce((sum, block) => sum + blockSeconds(block), 0) / 60);
}
