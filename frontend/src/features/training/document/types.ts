/**
 * A program template as the builder works on it. The shape is the API's `TemplateDocument` with every
 * optional key present: times in seconds, distances in metres, loads in kilograms, ids made here.
 */
export interface RepRange {
  min: number;
  max: number;
}

export type Load =
  | { kind: 'weight'; kg: number }
  | { kind: 'percent_1rm'; percent: number }
  | { kind: 'rpe'; rpe: number };

export type LoadKind = Load['kind'];

export interface Prescription {
  id: string;
  exercise_id: string;
  /** In a superset or circuit always the block's rounds. */
  sets: number;
  reps: RepRange | null;
  duration_s: number | null;
  distance_m: number | null;
  load: Load | null;
  tempo: string | null;
  rest_s: number | null;
  per_side: boolean;
  notes: string | null;
}

export type BlockKind = 'straight' | 'superset' | 'circuit';

export interface Block {
  id: string;
  kind: BlockKind;
  /** Null for straight sets. */
  rounds: number | null;
  /** Between rounds; null for straight sets, which rest by their prescription. */
  rest_s: number | null;
  prescriptions: readonly Prescription[];
}

export interface Day {
  id: string;
  name: string;
  notes: string | null;
  blocks: readonly Block[];
}

export interface Week {
  id: string;
  name: string | null;
  deload: boolean;
  days: readonly Day[];
}

export interface Phase {
  id: string;
  name: string;
  weeks: readonly Week[];
}

export interface ProgramDocument {
  phases: readonly Phase[];
}

/** An edit that is not made, with the sentence that says why; shown to the person as it is. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
