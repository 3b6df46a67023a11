import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TemplateOut } from '@/api/generated';
import { changeDay } from '../document/edit';
import { makeDay, makePhase } from '../document/make';
import { contentToApi } from '../templates/convert';
import type { TemplateContent } from './content';
import { localDrafts } from './drafts';
import { openBuilder } from './open-builder';

const phase = makePhase('Base', 1);
const day = makeDay('Lower');
const content: TemplateContent = {
  name: 'Strength base',
  description: null,
  level: null,
  goal: null,
  document: { phases: [{ ...phase, weeks: phase.weeks.map((w) => ({ ...w, days: [day] })) }] },
};

/** A server with one template that keeps versions as the real one does. */
class FakeServer {
  version = 1;
  content = content;
  online = true;
  status = 200;
  writes: number[] = [];

  template(): TemplateOut {
    return {
      id: 'template',
      weeks: 1,
      workouts: 1,
      times_assigned: 0,
      archived: false,
      created_by: 'Ada',
      created_at: '2026-11-20T10:00:00Z',
      updated_at: '2026-11-20T10:00:00Z',
      exercises: [],
      version: this.version,
      ...contentToApi(this.content),
    } as TemplateOut;
  }

  problem(status: number, extra: object = {}): Response {
    const code = status === 409 ? 'template_version_conflict' : `http_${status}`;
    return Response.json({ type: 'about:blank', title: 'No', code, status, ...extra }, { status });
  }

  fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    if (!this.online) throw new TypeError('offline');
    if (init.method === 'GET') return Response.json(this.template());
    if (this.status !== 200) return this.problem(this.status);
    const { version, ...saved } = JSON.parse(String(init.body)) as TemplateContent & {
      version: number;
    };
    if (version !== this.version)
      return this.problem(409, { current: { updated_by: 'Grace', version: this.version } });
    this.writes.push(version);
    this.version += 1;
    this.content = saved;
    return Response.json(this.template());
  };
}

let server: FakeServer;
const drafts = localDrafts('ada');
const open = () => openBuilder(server.template(), 'ada');
type Store = ReturnType<typeof open>;

const rename = (store: Store, name: string, merge?: string) =>
  store.edit(
    `Rename to ${name}`,
    (document) => changeDay(document, day.id, (now) => ({ ...now, name })),
    merge ? { merge } : {},
  );
const dayName = (of: TemplateContent) => of.document.phases[0]?.weeks[0]?.days[0]?.name;
const settle = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('autosave', () => {
  it('saves once, 800 ms after the last edit', async () => {
    const store = open();
    rename(store, 'A');
    await settle(700);
    rename(store, 'B');
    await settle(799);
    expect(server.writes).toEqual([]);
    expect(store.state.save.kind).toBe('waiting');
    await settle(1);
    expect(server.writes).toEqual([1]);
    expect(dayName(server.content)).toBe('B');
    expect(store.state.save.kind).toBe('saved');
    expect(drafts.read('template')).toBeNull();
  });

  it('sends what was typed while a save was under way, on the new version', async () => {
    const store = open();
    rename(store, 'A');
    const first = store.autosave.flush();
    rename(store, 'B');
    await first;
    await settle(800);
    expect(server.writes).toEqual([1, 2]);
    expect(dayName(server.content)).toBe('B');
  });

  it('keeps a draft without a network, and saves when it is back', async () => {
    const store = open();
    server.online = false;
    rename(store, 'Offline');
    await settle(800);
    expect(store.state.save.kind).toBe('offline');
    const draft = drafts.read('template');
    expect(draft && dayName(draft.content)).toBe('Offline');
    server.online = true;
    await settle(2_000);
    expect(store.state.save.kind).toBe('saved');
    expect(dayName(server.content)).toBe('Offline');
  });

  it('says what the server refused, and tries again with the next edit', async () => {
    const store = open();
    server.status = 422;
    rename(store, 'Bad');
    await settle(800);
    expect(store.state.save.kind).toBe('refused');
    server.status = 200;
    rename(store, 'Good');
    await settle(800);
    expect(store.state.save.kind).toBe('saved');
  });

  it('retries by itself when the server is in trouble', async () => {
    const store = open();
    server.status = 503;
    rename(store, 'A');
    await settle(800);
    expect(store.state.save.kind).toBe('failing');
    server.status = 200;
    await settle(2_000);
    expect(store.state.save.kind).toBe('saved');
  });

  it('saves nothing when an edit was undone at once', async () => {
    const store = open();
    rename(store, 'A');
    store.undo();
    await settle(2_000);
    expect(server.writes).toEqual([]);
    expect(store.state.save.kind).toBe('saved');
  });

  it('brings back what an earlier page could not save', async () => {
    server.online = false;
    rename(open(), 'Before the crash');
    server.online = true;
    const store = open();
    expect(dayName(store.state.content)).toBe('Before the crash');
    expect(store.state.undoLabel).toBe('Bring back unsaved changes');
    await settle(800);
    expect(dayName(server.content)).toBe('Before the crash');
  });

  it('knows a draft that was saved although its answer was lost', async () => {
    const store = open();
    rename(store, 'A');
    const draft = drafts.read('template');
    await settle(800);
    if (draft) drafts.write('template', draft);
    const again = open();
    expect(again.state.save.kind).toBe('saved');
    expect(again.state.undoLabel).toBeNull();
  });
});

describe('a conflict', () => {
  async function conflicting(): Promise<Store> {
    const store = open();
    server.version = 2;
    server.content = { ...content, name: 'Theirs' };
    rename(store, 'Mine');
    await settle(800);
    expect(store.state.save).toMatchObject({ kind: 'conflict', theirs: { updatedBy: 'Grace' } });
    return store;
  }

  it('stops saving until it is decided, and goes on keeping the draft', async () => {
    const store = await conflicting();
    rename(store, 'Mine, further');
    await settle(60_000);
    expect(server.writes).toEqual([]);
    const draft = drafts.read('template');
    expect(draft && dayName(draft.content)).toBe('Mine, further');
  });

  it('keep mine: overwrites on top of the new version', async () => {
    const store = await conflicting();
    await store.autosave.keepMine();
    expect(server.writes).toEqual([2]);
    expect(dayName(server.content)).toBe('Mine');
    expect(store.state.save.kind).toBe('saved');
  });

  it('take theirs: shows theirs, and undo brings mine back', async () => {
    const store = await conflicting();
    store.takeTheirs();
    expect(store.state.content.name).toBe('Theirs');
    expect(store.state.save.kind).toBe('saved');
    store.undo();
    expect(dayName(store.state.content)).toBe('Mine');
    await settle(800);
    expect(server.writes).toEqual([2]);
  });

  it('is none when the other version says the same', async () => {
    const store = open();
    rename(store, 'A');
    server.version = 2;
    server.content = store.state.content;
    await settle(800);
    expect(store.state.save.kind).toBe('saved');
    expect(store.autosave.saved.version).toBe(2);
  });

  it('is met at once when a draft is older than the template', () => {
    server.online = false;
    rename(open(), 'Old draft');
    server.version = 5;
    server.content = { ...content, name: 'Theirs' };
    expect(open().state.save.kind).toBe('conflict');
  });
});

describe('undo', () => {
  it('takes typing into one field as one step', () => {
    const store = open();
    for (const name of ['U', 'Up', 'Upper']) rename(store, name, 'day:name');
    store.leaveField();
    rename(store, 'Upper A', 'day:name');
    store.undo();
    expect(dayName(store.state.content)).toBe('Upper');
    store.undo();
    expect(dayName(store.state.content)).toBe('Lower');
  });

  it('remembers a hundred steps', () => {
    const store = open();
    for (let n = 1; n <= 105; n += 1) rename(store, `Name ${n}`);
    for (let n = 0; n < 200; n += 1) store.undo();
    expect(dayName(store.state.content)).toBe('Name 5');
  });

  it('says what it did, and what was refused', () => {
    const store = open();
    const heard: [string, boolean][] = [];
    store.onSay((text, refused) => heard.push([text, refused]));
    rename(store, 'A');
    store.undo();
    store.edit('Remove the phase', () => ({ phases: [] }));
    expect(heard).toEqual([
      ['Rename to A', false],
      ['Undone: Rename to A', false],
      ['A program keeps at least one phase.', true],
    ]);
  });
});
