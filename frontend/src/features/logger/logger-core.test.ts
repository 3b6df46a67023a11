import { describe, expect, it } from 'vitest';
import { setsOf } from '@/lib/workout-log/changes';
import { nextBatch } from '@/lib/workout-log/steps';
import type { KeptSession } from '@/lib/workout-log/types';
import {
  addSet,
  confirm,
  edit,
  extendRest,
  restoreSet,
  setKind,
  sumOf,
  swap,
  takeSet,
} from './actions';
import { plannedSession } from './build';
import { openSet } from './order';
import { loadBar } from './plates';
import { prefill } from './prefill';
import { guidance, lastTime, prescription, straight, superset, workout } from './test-data';
import { whyThisLoad } from './why';

const owner = { userId: 'user', timeZone: 'Europe/Berlin' };
const NOW = Date.UTC(2026, 10, 20, 17);

const begin = (...args: Parameters<typeof workout>) => plannedSession(owner, workout(...args), NOW);
const idOf = (session: KeptSession, name: string) =>
  session.exercises.find((exercise) => exercise.name === `Exercise ${name}`)?.id ?? '';
const figures = (session: KeptSession, name: string) =>
  setsOf(session, idOf(session, name)).map((set) => [set.weight_kg, set.reps]);
const next = (session: KeptSession) => openSet(session, session.current ?? '')?.id ?? '';

/** Confirms the set under the thumb and says where that leads and with how much rest. */
function walk(session: KeptSession): [KeptSession, string | undefined, number] {
  const after = confirm(next(session), NOW)(session);
  const name = after.exercises.find((exercise) => exercise.id === after.current)?.name;
  return [after, name, after.rest?.total ?? 0];
}

describe('prefill', () => {
  const p = prescription('a');

  it('fills in last time set by set, and its last set where it had fewer', () => {
    const before = lastTime([80, 10], [80, 9]);
    const sets = [0, 1, 2].map((place) => prefill('weight_reps', p, before, null, place));
    expect(sets.map((set) => [set.weight_kg, set.reps])).toEqual([
      [80, 10],
      [80, 9],
      [80, 9],
    ]);
  });

  it('takes the planned weight over last time, and then begins the range anew', () => {
    const suggested = { weight_kg: 82.5, basis: 'planned_weight' as const };
    const set = prefill('weight_reps', p, lastTime([80, 10]), suggested, 0);
    expect([set.weight_kg, set.reps]).toEqual([82.5, 8]);
  });

  it('keeps repetitions within what is asked for', () => {
    expect(prefill('weight_reps', p, lastTime([80, 14]), null, 0).reps).toBe(10);
    expect(prefill('weight_reps', p, lastTime([80, 5]), null, 0).reps).toBe(8);
  });

  it('leaves a weight open that nobody knows', () => {
    expect(prefill('weight_reps', p, null, null, 0)).toMatchObject({ weight_kg: null, reps: 8 });
  });

  it('gives a timed exercise its time and no repetitions', () => {
    const timed = prescription('a', { reps: null, duration_s: 45, measurement: 'duration' });
    expect(prefill('duration', timed, null, null, 0)).toMatchObject({
      duration_s: 45,
      reps: null,
      weight_kg: null,
    });
  });

  it('leaves warm-ups of last time out', () => {
    const before = lastTime([40, 10], [80, 9]);
    const [first, second] = before.sets;
    const sets = [{ ...first, kind: 'warmup' as const }, second] as typeof before.sets;
    expect(prefill('weight_reps', p, { ...before, sets }, null, 0).weight_kg).toBe(80);
  });
});

describe('a warm-up', () => {
  const confirmFirst = () => {
    let session = begin([straight(prescription('a', { sets: 2 }))]);
    session = confirm(next(session), NOW)(session);
    const [first] = session.sets;
    if (!first) throw new Error('a session has sets');
    // The server has it as number 1.
    return { ...session, sets: session.sets.map((s) => (s === first ? { ...s, sent: NOW } : s)) };
  };

  it('stands before the working sets, after the warm-ups that are there', () => {
    let session = confirmFirst();
    for (let times = 0; times < 2; times += 1) {
      session = addSet(idOf(session, 'a'))(session);
      session = setKind(session.sets.at(-1)?.id ?? '', 'warmup', NOW + 1)(session);
    }
    const sets = setsOf(session, idOf(session, 'a'));
    expect(sets.map((set) => set.kind)).toEqual(['warmup', 'warmup', 'working', 'working']);
  });

  it('moves the numbers of the sets behind it, and the server hears of that', () => {
    let session = confirmFirst();
    session = addSet(idOf(session, 'a'))(session);
    const warmUp = session.sets.at(-1)?.id ?? '';
    session = setKind(warmUp, 'warmup', NOW + 1)(session);
    session = confirm(warmUp, NOW + 2)(session);
    const sent = nextBatch({ ...session, started: true })?.sets ?? [];
    expect(sent.map((set) => [set.kind, set.set_number])).toEqual([
      ['warmup', 1],
      ['working', 2],
    ]);
  });

  it('goes behind the other warm-ups when it becomes a working set again', () => {
    let session = begin([straight(prescription('a', { sets: 3 }))]);
    const [one, two, three] = session.sets.map((set) => set.id);
    for (const id of [one, two]) session = setKind(id ?? '', 'warmup', NOW)(session);
    session = setKind(one ?? '', 'working', NOW)(session);
    expect(session.sets.map((set) => set.id)).toEqual([two, one, three]);
  });
});

describe('order', () => {
  it('stays with straight sets and rests as prescribed; none after the last set of all', () => {
    let session = begin([straight(prescription('a', { sets: 2 }))]);
    const steps = [1, 2].map(() => {
      const [after, name, rest] = walk(session);
      session = after;
      return [name, rest];
    });
    expect(steps).toEqual([
      ['Exercise a', 120],
      ['Exercise a', 0],
    ]);
  });

  it('goes round a superset and rests after each round', () => {
    let session = begin([superset(2, ['a', 'b', 'c']), straight(prescription('d'))]);
    const steps = Array.from({ length: 6 }, () => {
      const [after, name, rest] = walk(session);
      session = after;
      return `${name?.slice(-1)} ${rest}`;
    });
    expect(steps).toEqual(['b 0', 'c 0', 'a 90', 'b 0', 'c 0', 'c 90']);
  });

  it('counts a warm-up as no round', () => {
    let session = begin([superset(2, ['a', 'b'])]);
    session = setKind(next(session), 'warmup', NOW)(session);
    const [after, name] = walk(session);
    expect(name).toBe('Exercise a');
    expect(walk(after)[1]).toBe('Exercise b');
  });

  it('takes up the one that is behind when the round was left', () => {
    let session = begin([superset(3, ['a', 'b'])]);
    [session] = walk(session);
    // Goes back and does two more of the first.
    session = { ...session, current: idOf(session, 'a') };
    [session] = walk(session);
    expect(session.exercises.find((e) => e.id === session.current)?.name).toBe('Exercise b');
    [session] = walk(session);
    expect(session.exercises.find((e) => e.id === session.current)?.name).toBe('Exercise b');
  });
});

describe('editing', () => {
  const start = () =>
    begin([straight(prescription('a'))], [guidance('a', { last_time: lastTime([80, 8]) })]);

  it('carries a weight to the untouched sets after it, but not repetitions', () => {
    const session = start();
    const edited = edit(next(session), { weight_kg: 85, reps: 10 }, NOW)(session);
    expect(figures(edited, 'a')).toEqual([
      [85, 10],
      [85, 8],
      [85, 8],
    ]);
  });

  it('leaves confirmed and hand-edited sets alone', () => {
    let session = start();
    const [, second] = setsOf(session, idOf(session, 'a'));
    session = edit(second?.id ?? '', { weight_kg: 70 }, NOW)(session);
    session = edit(next(session), { weight_kg: 90 }, NOW)(session);
    expect(figures(session, 'a')).toEqual([
      [90, 8],
      [70, 8],
      [70, 8],
    ]);
  });

  it('adds a set like the last, removes it, and brings it back in its place', () => {
    const base = start();
    expect(figures(addSet(idOf(base, 'a'))(base), 'a')).toHaveLength(4);
    const sets = setsOf(base, idOf(base, 'a'));
    const [first, ...behind] = sets;
    if (!first) throw new Error('no set');
    const without = takeSet(first.id, NOW)(base);
    expect(setsOf(without, idOf(base, 'a'))).toHaveLength(2);
    const back = restoreSet(
      first,
      behind.map((s) => s.id),
      NOW,
    )(without);
    expect(setsOf(back, idOf(base, 'a')).map((s) => s.id)).toEqual(sets.map((s) => s.id));
  });

  it('leaves a tombstone for a set that was confirmed', () => {
    let session = start();
    const id = next(session);
    session = takeSet(id, NOW + 5)(confirm(id, NOW)(session));
    const kept = session.sets.find((set) => set.id === id);
    expect(kept).toMatchObject({ deleted: true });
    expect(kept?.revision).toBeGreaterThan(NOW);
  });

  it('swaps what is left and keeps what was done', () => {
    let session = start();
    session = confirm(next(session), NOW)(session);
    const chosen = { id: 'other', name: 'Exercise z', measurement: 'reps' };
    session = swap(idOf(session, 'a'), chosen, lastTime([null, 9]), NOW)(session);
    expect(session.exercises.map((e) => [e.exercise_id, e.planned_exercise_id])).toEqual([
      ['exercise-a', null],
      ['other', 'exercise-a'],
    ]);
    expect(figures(session, 'a')).toEqual([[80, 8]]);
    expect(figures(session, 'z')).toEqual([
      [null, 9],
      [null, 9],
    ]);
  });

  it('sums confirmed working sets alone', () => {
    let session = start();
    session = confirm(next(session), NOW)(session);
    expect(sumOf(session)).toEqual({ sets: 1, reps: 8, volumeKg: 640 });
  });
});

describe('rest', () => {
  it('ends at a moment of the wall clock and can be made longer, also after its end', () => {
    let own = begin([straight(prescription('a'))]);
    own = confirm(next(own), NOW)(own);
    expect(own.rest).toEqual({ ends_at: NOW + 120_000, total: 120 });
    expect(extendRest(30, NOW + 60_000)(own).rest).toEqual({ ends_at: NOW + 150_000, total: 150 });
    expect(extendRest(30, NOW + 200_000)(own).rest?.ends_at).toBe(NOW + 230_000);
  });
});

describe('why this load', () => {
  it('says how the weight differs from last time', () => {
    const session = begin(
      [straight(prescription('a', { load: { kind: 'percent_1rm', percent: 80 } }))],
      [
        guidance('a', {
          last_time: lastTime([77.5, 8]),
          suggested_load: { weight_kg: 80, basis: 'percent_1rm', estimated_1rm_kg: 100 },
        }),
      ],
    );
    const [exercise] = session.exercises;
    const why = exercise && whyThisLoad(exercise, 'metric');
    expect(why?.delta).toBe('+2.5\u00a0kg');
    expect(why?.text).toContain('80% of 100\u00a0kg');
  });
});

describe('plates', () => {
  it('loads each side from the largest, and says what is missing', () => {
    expect(loadBar(100, 20, 'metric')).toEqual({ plates: [25, 15], total: 100, missing: 0 });
    expect(loadBar(83, 20, 'metric')).toEqual({
      plates: [25, 5, 1.25],
      total: 82.5,
      missing: 0.5,
    });
    expect(loadBar(225, 45, 'imperial').plates).toEqual([45, 45]);
    expect(loadBar(10, 20, 'metric').plates).toEqual([]);
  });
});

describe('a session from the server', () => {
  it('goes on where another phone stopped', () => {
    const plan = workout([straight(prescription('a'))]);
    const logged = {
      id: 'log-a',
      position: 0,
      block_id: 'block-a',
      prescription_id: 'a',
      exercise_id: 'exercise-a',
      planned_exercise_id: null,
      note: null,
      revision: 5,
      exercise_name: 'Exercise a',
      measurement: 'weight_reps',
      planned_exercise_name: null,
      sets: [
        {
          id: 'set-1',
          exercise_log_id: 'log-a',
          set_number: 1,
          kind: 'working' as const,
          reps: 9,
          weight_kg: 90,
          rpe: null,
          duration_s: null,
          distance_m: null,
          done_at: '2026-11-20T17:00:00Z',
          revision: 7,
          deleted: false,
        },
      ],
    };
    const session = plannedSession(
      owner,
      {
        ...plan,
        log: {
          session: {
            id: 'session',
            client_id: 'client',
            workout_id: 'workout',
            name: 'Lower A',
            status: 'in_progress',
            started_at: '2026-11-20T16:55:00Z',
            finished_at: null,
            local_date: '2026-11-20',
            time_zone: 'Europe/Berlin',
            notes: null,
            effort: null,
            sets: 1,
            reps: 9,
            volume_kg: 810,
            duration_s: null,
            records_count: 0,
          },
          exercises: [logged],
          records: [],
        },
      },
      NOW,
    );
    expect(session).toMatchObject({ id: 'session', started: true });
    expect(setsOf(session, 'log-a').map((set) => set.done_at !== null)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
