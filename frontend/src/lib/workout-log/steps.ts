import type { SessionOut, SyncResult } from '@/lib/workouts/types';
import { mergeAnswer } from './changes';
import type { Ending, KeptExercise, KeptSession, KeptSet } from './types';

const MOST_SETS = 100;
const MOST_EXERCISES = 50;

/** What the server takes of a set. */
export type SetBody = Omit<KeptSet, 'edited' | 'sent'> & { set_number: number };

export interface ExerciseBody {
  id: string;
  position: number;
  block_id: string | null;
  prescription_id: string | null;
  exercise_id: string;
  planned_exercise_id: string | null;
  note: string | null;
  revision: number;
}

export interface Batch {
  exercises: ExerciseBody[];
  sets: SetBody[];
}

/** The one request that a kept workout needs next. */
export type Step =
  | { kind: 'start' }
  | { kind: 'sets'; batch: Batch }
  | { kind: 'finish'; ending: Ending }
  | { kind: 'discard' };

function unsentSets(session: KeptSession): KeptSet[] {
  return session.sets.filter(
    (set) => set.revision > set.sent && session.refused[set.id]?.revision !== set.revision,
  );
}

/** Sets confirmed here that the server has not confirmed yet. */
export function waitingSets(session: KeptSession): number {
  return session.sets.filter((set) => set.revision > set.sent).length;
}

function exerciseBody(exercise: KeptExercise, position: number): ExerciseBody {
  return {
    id: exercise.id,
    position,
    block_id: exercise.plan.block?.id ?? null,
    prescription_id: exercise.plan.prescription?.id ?? null,
    exercise_id: exercise.exercise_id,
    planned_exercise_id: exercise.planned_exercise_id,
    note: exercise.note,
    revision: exercise.revision,
  };
}

function setBody(session: KeptSession, set: KeptSet): SetBody {
  const { edited: _, sent: __, ...body } = set;
  const place = session.sets
    .filter((other) => other.exercise_log_id === set.exercise_log_id && !other.deleted)
    .indexOf(set);
  return { ...body, set_number: Math.max(1, place + 1) };
}

/** What changed since the server's last answer; a set always comes with or after its exercise. */
export function nextBatch(session: KeptSession): Batch | null {
  const used = new Set(session.sets.filter((s) => s.revision > 0).map((s) => s.exercise_log_id));
  const exercises = session.exercises
    .map((exercise, position) => ({ exercise, position }))
    .filter(
      ({ exercise }) =>
        exercise.revision > exercise.sent && (used.has(exercise.id) || exercise.note !== null),
    )
    .slice(0, MOST_EXERCISES);
  const coming = new Set(exercises.map(({ exercise }) => exercise.id));
  const sets = unsentSets(session)
    .filter(
      (set) =>
        coming.has(set.exercise_log_id) ||
        session.exercises.some((e) => e.id === set.exercise_log_id && e.sent >= e.revision),
    )
    .slice(0, MOST_SETS);
  if (!exercises.length && !sets.length) return null;
  return {
    exercises: exercises.map(({ exercise, position }) => exerciseBody(exercise, position)),
    sets: sets.map((set) => setBody(session, set)),
  };
}

/** What to ask of the server next, or null when it knows everything. */
export function nextStep(session: KeptSession): Step | null {
  if (session.state === 'finished') return null;
  if (session.state === 'discarding') return { kind: 'discard' };
  if (!session.started) return { kind: 'start' };
  const batch = nextBatch(session);
  if (batch) return { kind: 'sets', batch };
  if (session.state === 'finishing' && session.ending) {
    return { kind: 'finish', ending: session.ending };
  }
  return null;
}

/** The server's answer to `start` may name the session that was already open for this workout. */
export function settleStart(session: KeptSession, answer: SessionOut): KeptSession {
  return { ...session, id: answer.id, started: true };
}

/** Marks as sent exactly what was sent: a set changed in the meantime has a higher revision and goes again. */
export function settleBatch(session: KeptSession, batch: Batch, answer: SyncResult): KeptSession {
  const revisions = new Map(
    [...batch.exercises, ...batch.sets].map(({ id, revision }) => [id, revision]),
  );
  const mark = <T extends { id: string; sent: number }>(item: T): T => {
    const revision = revisions.get(item.id);
    return revision === undefined ? item : { ...item, sent: Math.max(item.sent, revision) };
  };
  return mergeAnswer(
    { ...session, exercises: session.exercises.map(mark), sets: session.sets.map(mark) },
    answer,
  );
}

/** Puts the sets that a 422 names aside, so that one faulty figure does not hold up the rest. */
export function refuse(
  session: KeptSession,
  batch: Batch,
  problems: readonly { pointer: string; message: string }[],
): KeptSession | null {
  const refused = { ...session.refused };
  let named = false;
  for (const { pointer, message } of problems) {
    const place = /^\/sets\/(\d+)(?:\/|$)/.exec(pointer)?.[1];
    const set = place === undefined ? undefined : batch.sets[Number(place)];
    if (!set) continue;
    refused[set.id] = { revision: set.revision, message };
    named = true;
  }
  return named ? { ...session, refused } : null;
}
