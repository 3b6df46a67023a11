import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Me, replaceMe } from '@/api/session';
import { joined } from '../document/edit';
import { makeDay, makePhase, makePrescription, straightBlock } from '../document/make';
import { Builder } from './builder-page';
import type { SavedTemplate } from './content';
import { type BookEntry, ExerciseBook } from './exercise-book';
import { BuilderStore } from './store';

const entry = (id: string, name: string, muscle: string): BookEntry => ({
  id,
  name,
  measurement: 'weight_reps',
  primary_muscles: [muscle],
  secondary_muscles: [],
  unilateral: false,
});
const squat = entry('squat', 'Back squat', 'quads');
const press = entry('press', 'Bench press', 'chest');
const row = entry('row', 'Cable row', 'lats');

function savedTemplate(): SavedTemplate {
  const part = (exercise: BookEntry) => makePrescription(exercise.id, exercise.measurement);
  const phase = makePhase('Base', 2);
  const [first, ...others] = phase.weeks;
  if (!first) throw new Error('a phase has weeks');
  const pair = joined(straightBlock(part(press)), [part(row)], 1);
  const days = [
    { ...makeDay('Lower'), blocks: [straightBlock(part(squat))] },
    { ...makeDay('Upper'), blocks: [pair] },
  ];
  return {
    id: 'template',
    version: 1,
    updatedAt: '2026-11-20T10:00:00Z',
    updatedBy: null,
    content: {
      name: 'Strength base',
      description: null,
      level: 'intermediate',
      goal: null,
      document: { phases: [{ ...phase, weeks: [{ ...first, days }, ...others] }] },
    },
  };
}

const me: Me = {
  user: {
    id: 'ada',
    name: 'Ada',
    email: 'ada@example.com',
    email_verified: true,
    has_password: true,
    time_zone: 'UTC',
    units: 'metric',
    theme: 'dark',
    locale: 'en',
    week_start: 1,
  },
  organization: { id: 'gym', name: 'Gym', slug: 'gym', time_zone: 'UTC' },
  member_id: 'member',
  role: 'trainer',
  role_name: 'Trainer',
  client_id: null,
  permissions: { 'programs:assign': 'assigned' },
  organizations: [],
};

async function open(): Promise<BuilderStore> {
  const saved = savedTemplate();
  const store = new BuilderStore(saved, {
    save: async (version, content) => ({ ...saved, content, version: version + 1 }),
    conflictOf: async () => null,
    drafts: { read: () => null, write: () => {}, drop: () => {} },
    tab: 'tab',
  });
  const book = new ExerciseBook([squat, press, row]);
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => <Builder templateId="template" store={store} book={book} />,
  });
  const router = createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await screen.findByRole('button', { name: /Back squat/ });
  return store;
}

/** Rules that jsdom can judge; the colours are checked by the tokens' own test. */
async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const namesOf = (day: string) =>
  within(screen.getByRole('region', { name: day }))
    .getAllByRole('listitem')
    .map((item) => item.textContent);

beforeEach(() => {
  replaceMe(me);
  vi.stubGlobal('fetch', async () => Response.json({ items: [], next_cursor: null }));
  vi.stubGlobal('matchMedia', (media: string) => ({
    matches: media.includes('min-width'),
    media,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the builder', () => {
  it('has no accessibility faults, with an exercise and with a superset in the inspector', async () => {
    await open();
    expect(await violations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: /^A.*Back squat/ }));
    expect(await violations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: /^Superset/ }));
    expect(await violations()).toEqual([]);
  });

  it('edits what is chosen, and leaves it alone while the text cannot be read', async () => {
    const store = await open();
    await userEvent.click(screen.getByRole('button', { name: /Back squat/ }));
    const reps = screen.getByLabelText('Reps');
    await userEvent.clear(reps);
    await userEvent.type(reps, '5-');
    expect(screen.getByRole('alert')).toHaveProperty(
      'textContent',
      'Write repetitions like 8 or 8-10.',
    );
    await userEvent.type(reps, '6');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(namesOf('Lower').join()).toContain('3 × 5–6');
    store.undo();
    await waitFor(() => expect(namesOf('Lower').join()).toContain('3 × 8–12'));
  });

  it('moves by key to the next workout, keeps the focus, and says where it went', async () => {
    await open();
    screen.getByRole('button', { name: /Back squat/ }).focus();
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await waitFor(() => expect(namesOf('Upper').join()).toContain('Back squat'));
    expect(document.activeElement?.textContent).toContain('Back squat');
    expect(screen.getByText('Back squat: Upper, block 1 of 2')).toBeTruthy();
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(namesOf('Lower').join()).toContain('Back squat'));
  });

  it('removes by key and goes on to the neighbour', async () => {
    await open();
    screen.getByRole('button', { name: /^A2/ }).focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(namesOf('Upper').join()).not.toContain('Cable row'));
    expect(document.activeElement?.textContent).toContain('Bench press');
    expect(namesOf('Upper').join()).toContain('Straight sets');
  });

  it('goes from card to card with the arrows and into the inspector with Enter', async () => {
    await open();
    screen.getByRole('button', { name: /^Upper/ }).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('Bench press');
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getAllByLabelText('Rounds')[0]);
  });
});
