import type {
  BlockKind,
  FinishResult,
  LastTime,
  Prescription,
  SetKind,
  SuggestedLoad,
} from '@/lib/workouts/types';

/** The figures of one set, SI; what its exercise does not measure is null. */
export interface Figures {
  reps: number | null;
  weight_kg: number | null;
  rpe: number | null;
  duration_s: number | null;
  distance_m: number | null;
}

export interface KeptSet extends Figures {
  id: string;
  exercise_log_id: string;
  kind: SetKind;
  /** When it was confirmed (RFC 3339); null while the figures are only filled in. */
  done_at: string | null;
  deleted: boolean;
  /** Changed by hand: a later set no longer takes over the figures of the one before. */
  edited: boolean;
  /** Of the last change worth sending, 0 before the first one; and of what the server has confirmed. */
  revision: number;
  sent: number;
}

/** What the logger shows of an exercise besides its sets: kept, so that it needs no network. */
export interface Plan {
  prescription: Prescription | null;
  block: { id: string; kind: BlockKind; rounds: number | null; rest_s: number | null } | null;
  last_time: LastTime | null;
  suggested: SuggestedLoad | null;
}

export interface KeptExercise {
  id: string;
  exercise_id: string;
  planned_exercise_id: string | null;
  name: string;
  measurement: string;
  note: string | null;
  plan: Plan;
  revision: number;
  sent: number;
}

export interface Ending {
  finished_at: string;
  notes: string | null;
  effort: number | null;
}

/** A workout as this phone keeps it: all that was done, and how far the server knows of it. */
export interface KeptSession {
  /** Where it is kept and under which address it opens: the planned workout's id, or its own when free. */
  key: string;
  /** Made here; the server's own when the same workout was already open elsewhere. */
  id: string;
  user_id: string;
  client_id: string;
  workout_id: string | null;
  name: string;
  started_at: string;
  time_zone: string;
  state: 'open' | 'finishing' | 'finished' | 'discarding';
  /** The server knows the session. */
  started: boolean;
  exercises: KeptExercise[];
  sets: KeptSet[];
  /** Id of the exercise on screen. */
  current: string | null;
  /** The running rest: its end on the wall clock (epoch ms) and its whole length (s). */
  rest: { ends_at: number; total: number } | null;
  notes: string | null;
  ending: Ending | null;
  result: FinishResult | null;
  /** Sets that the server refused, by id: in that revision they are not sent again. */
  refused: Record<string, { revision: number; message: string }>;
}
