import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, NetworkError } from '@/api/errors';
import { newId } from '@/lib/ids';
import type { FinishResult, SessionOut, SetOut, SyncResult } from '@/lib/workouts/types';
import { changeSet, finishSession, nextRevision, removeSet } from './changes';
import { emptySession } from './empty';
import { SyncRunner, type SyncState } from './runner';
import { type Batch, nextBatch, nextStep, settleBatch, waitingSets } from './steps';
import { allKept, loadKept, saveKept } from './storage';
import { LogStore } from './store';
import type { Transport } from './transport';
import type { KeptSession, KeptSet } from './types';

vi.mock('@/lib/realtime/live', () => ({ invalidateOn: () => {} }));

const NOW = Date.UTC(2026, 10, 20, 17);

function keptSet(id: string): KeptSet {
  return {
    id,
    exercise_log_id: 'exercise',
    kind: 'working',
    reps: 8,
    weight_kg: 80,
    rpe: null,
    duration_s: null,
    distance_m: null,
    done_at: null,
    deleted: false,
    edited: false,
    revision: 0,
    sent: 0,
  };
}

function session(): KeptSession {
  return {
    ...emptySession({ userId: 'user', timeZone: 'Europe/Berlin' }, 'client', NOW),
    exercises: [
      {
        id: 'exercise',
        exercise_id: 'squat',
        planned_exercise_id: null,
        name: 'Squat',
        measurement: 'weight_reps',
        note: null,
        plan: { prescription: null, block: null, last_time: null, suggested: null },
        revision: NOW,
        sent: 0,
      },
    ],
    sets: ['a', 'b', 'c'].map(keptSet),
    current: 'exercise',
  };
}

const confirmSet = (kept: KeptSession, id: string, now = NOW) =>
  changeSet(kept, id, { done_at: new Date(now).toISOString() }, now);

/** A server that merges by revision, counts what it was asked, and can be out of reach. */
function fakeServer() {
  const sets = new Map<string, SetOut>();
  const asked: string[] = [];
  const failures: unknown[] = [];
  const answer = (): SyncResult => ({
    applied: 0,
    status: 'in_progress',
    exercises: [],
    sets: [...sets.values()],
    totals: { sets: 0, reps: 0, volume_kg: 0, exercises: 0 },
    records_preview: [],
  });
  const reach = async (what: string) => {
    asked.push(what);
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const transport: Transport = {
    start: async ({ id }) => {
      await reach('start');
      return { id } as SessionOut;
    },
    sendSets: async (_, batch) => {
      await reach(`sets ${batch.sets.map((set) => set.id).join('')}`);
      for (const set of batch.sets) {
        const held = sets.get(set.id);
        if (!held || set.revision > held.revision) sets.set(set.id, set);
      }
      return answer();
    },
    finish: async () => {
      await reach('finish');
      return { records: [] as FinishResult['records'] } as FinishResult;
    },
    discard: async () => reach('discard'),
  };
  return { sets, asked, failures, transport };
}

function runnerFor(kept: KeptSession, transport: Transport) {
  let now = kept;
  const states: SyncState[] = [];
  const onEnded = vi.fn();
  const runner = new SyncRunner({
    get: () => now,
    change: (edit) => {
      now = edit(now);
    },
    transport,
    onState: (state) => states.push(state),
    onEnded,
    random: () => 1,
  });
  const change = (edit: (kept: KeptSession) => KeptSession) => {
    now = edit(now);
  };
  return { runner, states, onEnded, change, get: () => now };
}

const offline = () => new NetworkError(new TypeError('failed'));
const refusal = (pointer: string) =>
  new ApiError({
    type: 'about:blank',
    title: 'Check the fields',
    status: 422,
    code: 'invalid',
    errors: [{ pointer, message: 'No one lifts that.' }],
  });

beforeEach(() => localStorage.clear());

describe('ids and revisions', () => {
  it('makes ids of version 7 that sort by time', () => {
    const [first, second] = [newId(NOW), newId(NOW + 1)];
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first < second).toBe(true);
    expect(Number.parseInt(first.replaceAll('-', '').slice(0, 12), 16)).toBe(NOW);
  });

  it('never goes back with the clock', () => {
    expect(nextRevision(NOW, NOW - 60_000)).toBe(NOW + 1);
    expect(nextRevision(5, NOW)).toBe(NOW);
  });

  it('gives a set its first revision with its first confirmation', () => {
    const filled = changeSet(session(), 'a', { reps: 9 }, NOW);
    expect(filled.sets[0]?.revision).toBe(0);
    expect(confirmSet(filled, 'a').sets[0]?.revision).toBe(NOW);
  });
});

describe('batches', () => {
  it('starts the session, then sends an exercise with its sets, then nothing', () => {
    let kept = confirmSet(session(), 'a');
    expect(nextStep(kept)).toEqual({ kind: 'start' });
    kept = { ...kept, started: true };
    const batch = nextBatch(kept) as Batch;
    expect(batch.exercises.map((e) => e.id)).toEqual(['exercise']);
    expect(batch.sets).toMatchObject([{ id: 'a', set_number: 1 }]);
    expect(batch.sets[0]).not.toHaveProperty('sent');
    kept = settleBatch(kept, batch, { sets: [] } as unknown as SyncResult);
    expect(nextStep(kept)).toBeNull();
  });

  it('sends a set again that changed while it was on its way', () => {
    let kept = { ...confirmSet(session(), 'a'), started: true };
    const batch = nextBatch(kept) as Batch;
    kept = changeSet(kept, 'a', { reps: 12 }, NOW + 1);
    kept = settleBatch(kept, batch, { sets: [] } as unknown as SyncResult);
    expect(nextBatch(kept)?.sets).toMatchObject([{ id: 'a', reps: 12, revision: NOW + 1 }]);
  });

  it('sends a tombstone for a set that was known, and forgets one that was not', () => {
    let kept = confirmSet(session(), 'a');
    kept = removeSet(removeSet(kept, 'a', NOW + 1), 'b', NOW + 1);
    expect(kept.sets.map((set) => [set.id, set.deleted])).toEqual([
      ['a', true],
      ['c', false],
    ]);
  });

  it('takes over what another device changed later', () => {
    const kept = { ...confirmSet(session(), 'a'), started: true };
    const batch = nextBatch(kept) as Batch;
    const theirs = { ...(batch.sets[0] as SetOut), reps: 5, revision: NOW + 99 };
    const merged = settleBatch(kept, batch, { sets: [theirs] } as unknown as SyncResult);
    expect(merged.sets[0]).toMatchObject({ reps: 5, revision: NOW + 99, sent: NOW + 99 });
  });
});

describe('the runner', () => {
  it('brings everything to the server in order and says so', async () => {
    const server = fakeServer();
    const { runner, states, get } = runnerFor(confirmSet(session(), 'a'), server.transport);
    await runner.run();
    expect(server.asked).toEqual(['start', 'sets a']);
    expect(states.at(-1)).toEqual({ phase: 'saved' });
    expect(waitingSets(get())).toBe(0);
  });

  it('keeps sets while offline and sends them all afterwards', async () => {
    vi.useFakeTimers();
    const server = fakeServer();
    server.failures.push(offline(), offline());
    const log = runnerFor(confirmSet(session(), 'a'), server.transport);
    await log.runner.run();
    expect(log.states.at(-1)).toEqual({ phase: 'offline' });
    log.change((kept) => confirmSet(confirmSet(kept, 'b'), 'c'));
    expect(waitingSets(log.get())).toBe(3);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([...server.sets.keys()]).toEqual(['a', 'b', 'c']);
    expect(waitingSets(log.get())).toBe(0);
    vi.useRealTimers();
  });

  it('sends a batch again whose answer was lost, and it counts once', async () => {
    vi.useFakeTimers();
    const server = fakeServer();
    const { sendSets } = server.transport;
    let lost = true;
    server.transport.sendSets = async (kept, batch) => {
      const answer = await sendSets(kept, batch);
      if (lost) {
        lost = false;
        throw offline();
      }
      return answer;
    };
    const { runner, get } = runnerFor(confirmSet(session(), 'a'), server.transport);
    await runner.run();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.asked).toEqual(['start', 'sets a', 'sets a']);
    expect(server.sets.get('a')?.revision).toBe(NOW);
    expect(waitingSets(get())).toBe(0);
    vi.useRealTimers();
  });

  it('finishes only after the last set, however long that takes', async () => {
    vi.useFakeTimers();
    const server = fakeServer();
    server.failures.push(offline(), offline(), offline());
    const ending = { finished_at: new Date(NOW).toISOString(), notes: null, effort: 7 };
    const log = runnerFor(finishSession(confirmSet(session(), 'a'), ending), server.transport);
    await log.runner.run();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.asked.slice(-3)).toEqual(['start', 'sets a', 'finish']);
    expect(log.get().state).toBe('finished');
    expect(log.onEnded).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });

  it('puts a refused set aside and sends the others', async () => {
    const server = fakeServer();
    const kept = { ...confirmSet(confirmSet(session(), 'a'), 'b'), started: true };
    server.failures.push(refusal('/sets/1/weight_kg'));
    const { runner, get, states } = runnerFor(kept, server.transport);
    await runner.run();
    expect(server.asked).toEqual(['sets ab', 'sets a']);
    expect(get().refused).toMatchObject({ b: { message: 'No one lifts that.' } });
    expect(states.at(-1)).toEqual({ phase: 'saved' });
  });

  it('asks the person about a conflict instead of trying for ever', async () => {
    const server = fakeServer();
    server.failures.push(
      new ApiError({ type: '', title: 'Another workout is open', status: 409, code: 'open' }),
    );
    const { runner, states } = runnerFor(confirmSet(session(), 'a'), server.transport);
    await runner.run();
    expect(states.at(-1)).toMatchObject({ phase: 'blocked', message: 'Another workout is open' });
  });

  it('takes over the session that was open already', async () => {
    const server = fakeServer();
    server.transport.start = async () => ({ id: 'theirs' }) as SessionOut;
    const { runner, get } = runnerFor(session(), server.transport);
    await runner.run();
    expect(get()).toMatchObject({ id: 'theirs', started: true });
  });
});

describe('the store', () => {
  it('has a set on the phone before the server was asked, and after a reload', async () => {
    const server = fakeServer();
    server.failures.push(offline());
    const kept = session();
    const store = new LogStore(kept, server.transport);
    store.change((now) => confirmSet(now, 'a'));
    expect(loadKept('user', kept.key)?.sets[0]?.done_at).toBe(new Date(NOW).toISOString());
    expect(server.asked).toEqual([]);
    store.forget();
    expect(loadKept('user', kept.key)).toBeNull();
  });

  it('keeps people apart', () => {
    saveKept(session());
    expect(allKept('user')).toHaveLength(1);
    expect(allKept('someone-else')).toEqual([]);
  });
});
