import { newId } from '@/lib/ids';
import { emptySession, type Owner } from '@/lib/workout-log/empty';
import type { KeptExercise, KeptSession, KeptSet } from '@/lib/workout-log/types';
import type {
  Block,
  Guidance,
  LastTime,
  Prescription,
  SessionFull,
  SetOut,
  WorkoutOut,
} from '@/lib/workouts/types';
import { noFigures, prefill } from './prefill';

function plannedExercise(
  block: Block,
  prescription: Prescription,
  guidance: Guidance | undefined,
  now: number,
): KeptExercise {
  const { kind, rounds = null, rest_s = null } = block;
  return {
    id: newId(now),
    exercise_id: prescription.exercise_id,
    planned_exercise_id: null,
    name: prescription.exercise_name,
    measurement: prescription.measurement,
    note: null,
    plan: {
      prescription,
      block: { id: block.id, kind, rounds, rest_s },
      last_time: guidance?.last_time ?? null,
      suggested: guidance?.suggested_load ?? null,
    },
    revision: now,
    sent: 0,
  };
}

/** The next set of an exercise, filled in; it is nobody's business until it is confirmed. */
export function filledSet(exercise: KeptExercise, place: number): KeptSet {
  const { prescription, last_time, suggested } = exercise.plan;
  return {
    ...prefill(exercise.measurement, prescription, last_time, suggested, place),
    id: newId(),
    exercise_log_id: exercise.id,
    kind: 'working',
    done_at: null,
    deleted: false,
    edited: false,
    revision: 0,
    sent: 0,
  };
}

export function filledSets(exercise: KeptExercise, count: number, from = 0): KeptSet[] {
  return Array.from({ length: Math.max(0, count) }, (_, at) => filledSet(exercise, from + at));
}

function knownSet({ set_number: _, ...set }: SetOut): KeptSet {
  return { ...set, edited: true, sent: set.revision };
}

/** Puts what the server has of a session over the plan: logged on another phone, or storage was emptied. */
function withLog(session: KeptSession, log: SessionFull, now: number): KeptSession {
  const left = [...log.exercises].sort((a, b) => a.position - b.position);
  const exercises: KeptExercise[] = [];
  const sets: KeptSet[] = [];
  const take = (logged: SessionFull['exercises'][number], plan?: KeptExercise) => {
    const exercise: KeptExercise = {
      id: logged.id,
      exercise_id: logged.exercise_id,
      planned_exercise_id: logged.planned_exercise_id,
      name: logged.exercise_name,
      measurement: logged.measurement,
      note: logged.note,
      plan: plan?.plan ?? { prescription: null, block: null, last_time: null, suggested: null },
      revision: logged.revision,
      sent: logged.revision,
    };
    exercises.push(exercise);
    const known = [...logged.sets].sort((a, b) => a.set_number - b.set_number).map(knownSet);
    const done = known.filter((set) => !set.deleted && set.kind === 'working').length;
    const planned = plan?.plan.prescription?.sets ?? 0;
    sets.push(...known, ...filledSets(exercise, planned - done, done));
  };
  for (const planned of session.exercises) {
    const place = left.findIndex((item) => item.prescription_id === planned.plan.prescription?.id);
    const logged = place < 0 ? undefined : left.splice(place, 1)[0];
    if (logged) take(logged, planned);
    else {
      exercises.push({ ...planned, revision: now });
      sets.push(...session.sets.filter((set) => set.exercise_log_id === planned.id));
    }
  }
  for (const logged of left) take(logged);
  const open = exercises.find((exercise) =>
    sets.some((set) => set.exercise_log_id === exercise.id && !set.deleted && !set.done_at),
  );
  return { ...session, exercises, sets, current: (open ?? exercises[0])?.id ?? null };
}

function overLog(session: KeptSession, log: SessionFull, now: number): KeptSession {
  const { id, started_at, name, notes } = log.session;
  return withLog({ ...session, id, started_at, name, notes, started: true }, log, now);
}

/** A free workout that is open on the server but not kept here. */
export function resumedFree(owner: Owner, log: SessionFull, now = Date.now()): KeptSession {
  const session = emptySession(owner, log.session.client_id, now);
  return { ...overLog(session, log, now), key: log.session.id };
}

/** What the phone keeps of a planned workout from its start on, with every set filled in. */
export function plannedSession(owner: Owner, workout: WorkoutOut, now = Date.now()): KeptSession {
  const guidance = new Map(workout.guidance.map((item) => [item.prescription_id, item]));
  const exercises = workout.document.blocks.flatMap((block) =>
    block.prescriptions.map((p) => plannedExercise(block, p, guidance.get(p.id), now)),
  );
  const session: KeptSession = {
    ...emptySession(owner, workout.client_id, now),
    key: workout.id,
    workout_id: workout.id,
    name: workout.name,
    exercises,
    sets: exercises.flatMap((e) => filledSets(e, e.plan.prescription?.sets ?? 3)),
    current: exercises[0]?.id ?? null,
  };
  const open = workout.log?.session.status === 'in_progress' ? workout.log : null;
  return open ? overLog(session, open, now) : session;
}

export interface ChosenExercise {
  id: string;
  name: string;
  measurement: string;
}

/** An exercise that was not planned, with three sets filled in from last time. */
export function addedExercise(
  chosen: ChosenExercise,
  last: LastTime | null,
  now = Date.now(),
): { exercise: KeptExercise; sets: KeptSet[] } {
  const exercise: KeptExercise = {
    id: newId(now),
    exercise_id: chosen.id,
    planned_exercise_id: null,
    name: chosen.name,
    measurement: chosen.measurement,
    note: null,
    plan: { prescription: null, block: null, last_time: last, suggested: null },
    revision: now,
    sent: 0,
  };
  return { exercise, sets: filledSets(exercise, last?.sets.length || 3) };
}

/** Figures for sets that were not confirmed, when the exercise was swapped: its own last time, no plan's weight. */
export function refilled(exercise: KeptExercise, set: KeptSet, place: number): KeptSet {
  const { prescription, last_time } = exercise.plan;
  const figures = prefill(exercise.measurement, prescription, last_time, null, place);
  return { ...set, ...noFigures, ...figures, exercise_log_id: exercise.id, edited: false };
}
