import { type ProgramDocument, Refusal } from './types';

export const MAX_WEEKS = 104;
export const MAX_EXERCISES = 3_000;
export const SETS = { min: 1, max: 20 };
export const REST_S = { min: 0, max: 900 };

/** Throws a Refusal for a document that the API would not take for its size. */
export function checkLimits({ phases }: ProgramDocument): void {
  if (phases.length < 1) throw new Refusal('A program keeps at least one phase.');
  if (phases.length > 12) throw new Refusal('A program has at most 12 phases.');
  let weeks = 0;
  let exercises = 0;
  for (const phase of phases) {
    weeks += phase.weeks.length;
    if (phase.weeks.length < 1) throw new Refusal('A phase keeps at least one week.');
    if (phase.weeks.length > 52) throw new Refusal('A phase has at most 52 weeks.');
    for (const week of phase.weeks) {
      if (week.days.length > 7) throw new Refusal('A week has at most 7 workouts.');
      for (const day of week.days) {
        if (day.blocks.length > 30) throw new Refusal('A workout has at most 30 blocks.');
        for (const block of day.blocks) {
          exercises += block.prescriptions.length;
          if (block.prescriptions.length > 12)
            throw new Refusal('A block has at most 12 exercises.');
        }
      }
    }
  }
  if (weeks > MAX_WEEKS) throw new Refusal(`A program has at most ${MAX_WEEKS} weeks.`);
  if (exercises > MAX_EXERCISES)
    throw new Refusal('A program has at most 3,000 exercises in all its workouts.');
}
