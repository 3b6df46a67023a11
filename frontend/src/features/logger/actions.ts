import {
  changeExercise,
  changeSet,
  removeSet,
  setsOf,
  warmUpsFirst,
} from '@/lib/workout-log/changes';
import type { Figures, KeptExercise, KeptSession, KeptSet } from '@/lib/workout-log/types';
import type { LastTime } from '@/lib/workouts/types';
import { addedExercise, type ChosenExercise, filledSet, refilled } from './build';
import { afterConfirm } from './order';

/** What each button of the logger does to the kept workout; pure. `now` is epoch ms. */
type Edit = (session: KeptSession) => KeptSession;

export function exerciseOf(session: KeptSession, id: string | null): KeptExercise | null {
  return session.exercises.find((exercise) => exercise.id === id) ?? null;
}

/** Changes figures; a weight, time or distance also goes to the sets after it, up to one that was touched;
 * repetitions only where there are none yet. */
export function edit(id: string, figures: Partial<Figures>, now?: number): Edit {
  return (session) => {
    const set = session.sets.find((item) => item.id === id);
    if (!set) return session;
    const changed = changeSet(session, id, { ...figures, edited: true }, now);
    const { rpe: _, reps = null, ...carried } = figures;
    const siblings = setsOf(changed, set.exercise_log_id);
    const after = siblings
      .slice(siblings.findIndex((item) => item.id === id) + 1)
      .filter((item) => item.kind === set.kind);
    const end = after.findIndex((item) => item.edited || item.done_at !== null);
    const later = new Set((end < 0 ? after : after.slice(0, end)).map((item) => item.id));
    const sets = changed.sets.map((item) =>
      later.has(item.id) ? { ...item, ...carried, reps: item.reps ?? reps } : item,
    );
    return { ...changed, sets };
  };
}

/** Confirms a set with its figures, starts the rest and moves on within a superset or circuit. */
export function confirm(id: string, now = Date.now()): Edit {
  return (session) => {
    const done = changeSet(session, id, { done_at: new Date(now).toISOString() }, now);
    const set = done.sets.find((item) => item.id === id);
    const exercise = exerciseOf(done, set?.exercise_log_id ?? null);
    if (!set || !exercise) return session;
    const next = afterConfirm(done, exercise, set);
    const rest = next.rest ? { ends_at: now + next.rest * 1000, total: next.rest } : null;
    return { ...done, current: next.exerciseId, rest };
  };
}

export function unconfirm(id: string, now?: number): Edit {
  return (session) => ({ ...changeSet(session, id, { done_at: null }, now), rest: null });
}

/** One more set with the figures of the last one. */
export function addSet(exerciseId: string): Edit {
  return (session) => {
    const exercise = exerciseOf(session, exerciseId);
    if (!exercise) return session;
    const before = setsOf(session, exerciseId);
    const working = before.filter((set) => set.kind === 'working');
    const last = working.at(-1);
    const fresh = filledSet(exercise, working.length);
    const { reps, weight_kg, duration_s, distance_m } = last ?? fresh;
    const set: KeptSet = { ...fresh, reps, weight_kg, duration_s, distance_m };
    return { ...session, sets: [...session.sets, set] };
  };
}

/** Takes a set away; `restoreSet` brings it back in its place. */
export function takeSet(id: string, now?: number): Edit {
  return (session) => removeSet(session, id, now);
}

export function restoreSet(set: KeptSet, before: readonly string[], now?: number): Edit {
  return (session) => {
    if (session.sets.some((item) => item.id === set.id)) {
      return changeSet(session, set.id, { deleted: false }, now);
    }
    const behind = new Set(before);
    const at = session.sets.findIndex((item) => behind.has(item.id));
    const sets = [...session.sets];
    sets.splice(at < 0 ? sets.length : at, 0, set);
    return { ...session, sets };
  };
}

/** Makes a set a warm-up, which stands before the working sets, or a working set again. */
export function setKind(id: string, kind: KeptSet['kind'], now?: number): Edit {
  return (session) => warmUpsFirst(changeSet(session, id, { kind, edited: true }, now), now);
}

export function note(exerciseId: string, text: string, now?: number): Edit {
  return (session) => changeExercise(session, exerciseId, { note: text.trim() || null }, now);
}

export function show(exerciseId: string): Edit {
  return (session) => ({ ...session, current: exerciseId });
}

export function extendRest(seconds: number, now = Date.now()): Edit {
  return (session) => {
    if (!session.rest) return session;
    const ends_at = Math.max(now, session.rest.ends_at) + seconds * 1000;
    return { ...session, rest: { ends_at, total: session.rest.total + seconds } };
  };
}

export const endRest: Edit = (session) => (session.rest ? { ...session, rest: null } : session);

export function addExercise(chosen: ChosenExercise, last: LastTime | null): Edit {
  return (session) => {
    const { exercise, sets } = addedExercise(chosen, last);
    return {
      ...session,
      exercises: [...session.exercises, exercise],
      sets: [...session.sets, ...sets],
      current: exercise.id,
    };
  };
}

/**
 * Does another exercise in place of one. What is already confirmed stays with the old one, and the sets that are
 * left move to the new one with its own figures.
 */
export function swap(
  exerciseId: string,
  chosen: ChosenExercise,
  last: LastTime | null,
  now = Date.now(),
): Edit {
  return (session) => {
    const old = exerciseOf(session, exerciseId);
    if (!old) return session;
    const begun = setsOf(session, exerciseId).some((set) => set.revision > 0);
    const { exercise: fresh } = addedExercise(chosen, last, now);
    const next: KeptExercise = {
      ...fresh,
      id: begun ? fresh.id : old.id,
      planned_exercise_id: old.planned_exercise_id ?? old.exercise_id,
      plan: { ...old.plan, last_time: last, suggested: null },
      sent: begun ? 0 : old.sent,
      revision: Math.max(now, old.revision + 1),
    };
    const exercises = session.exercises.flatMap((exercise) => {
      if (exercise.id !== exerciseId) return [exercise];
      return begun ? [exercise, next] : [next];
    });
    let place = 0;
    const sets = session.sets.map((set) => {
      if (set.exercise_log_id !== exerciseId || set.revision > 0) return set;
      place += 1;
      return refilled(next, set, place - 1);
    });
    return { ...session, exercises, sets, current: next.id };
  };
}

/** Takes an exercise away that nothing was logged for. */
export function dropExercise(exerciseId: string): Edit {
  return (session) => {
    const exercises = session.exercises.filter((exercise) => exercise.id !== exerciseId);
    const current = session.current === exerciseId ? (exercises[0]?.id ?? null) : session.current;
    const sets = session.sets.filter((set) => set.exercise_log_id !== exerciseId);
    return { ...session, exercises, sets, current };
  };
}

export interface Sum {
  sets: number;
  reps: number;
  volumeKg: number;
}

/** Of the working sets that were confirmed. */
export function sumOf(session: KeptSession): Sum {
  const done = session.sets.filter((s) => s.done_at && !s.deleted && s.kind === 'working');
  return done.reduce(
    (sum, set) => ({
      sets: sum.sets + 1,
      reps: sum.reps + (set.reps ?? 0),
      volumeKg: sum.volumeKg + (set.reps ?? 0) * (set.weight_kg ?? 0),
    }),
    { sets: 0, reps: 0, volumeKg: 0 },
  );
}
