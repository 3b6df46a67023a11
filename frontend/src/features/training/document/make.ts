import type { Block, Day, Phase, Prescription, ProgramDocument, Week } from './types';

/** How an exercise is logged, as far as it decides what a new prescription asks for. */
export type Measurement =
  | 'weight_reps'
  | 'reps'
  | 'assisted_reps'
  | 'duration'
  | 'weight_duration'
  | 'distance_duration'
  | 'weight_distance';

export function newId(): string {
  return crypto.randomUUID();
}

/** Three sets of something sensible: 8–12 repetitions, 30 seconds or 400 metres, by what is measured. */
export function makePrescription(exerciseId: string, measurement: string): Prescription {
  const timed = measurement === 'duration' || measurement === 'weight_duration';
  const far = measurement === 'distance_duration' || measurement === 'weight_distance';
  return {
    id: newId(),
    exercise_id: exerciseId,
    sets: 3,
    reps: timed || far ? null : { min: 8, max: 12 },
    duration_s: timed ? 30 : null,
    distance_m: far ? (measurement === 'weight_distance' ? 40 : 400) : null,
    load: null,
    tempo: null,
    rest_s: 90,
    per_side: false,
    notes: null,
  };
}

export function straightBlock(prescription: Prescription): Block {
  return {
    id: newId(),
    kind: 'straight',
    rounds: null,
    rest_s: null,
    prescriptions: [prescription],
  };
}

export function makeDay(name: string): Day {
  return { id: newId(), name, notes: null, blocks: [] };
}

export function makeWeek(): Week {
  return { id: newId(), name: null, deload: false, days: [] };
}

export function makePhase(name: string, weeks = 4): Phase {
  return { id: newId(), name, weeks: Array.from({ length: weeks }, makeWeek) };
}

export function emptyDocument(): ProgramDocument {
  return { phases: [makePhase('Phase 1')] };
}

export function copyPrescription(original: Prescription): Prescription {
  return { ...original, id: newId() };
}

export function copyBlock(original: Block): Block {
  return { ...original, id: newId(), prescriptions: original.prescriptions.map(copyPrescription) };
}

/** A copy in which every part has an id of its own, as all copies here have. */
export function copyDay(original: Day): Day {
  return { ...original, id: newId(), blocks: original.blocks.map(copyBlock) };
}

export function copyWeek(original: Week): Week {
  return { ...original, id: newId(), days: original.days.map(copyDay) };
}

export function copyPhase(original: Phase): Phase {
  return { ...original, id: newId(), weeks: original.weeks.map(copyWeek) };
}

export function copyDocument(original: ProgramDocument): ProgramDocument {
  return { phases: original.phases.map(copyPhase) };
}
