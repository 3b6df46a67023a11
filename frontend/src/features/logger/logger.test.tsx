import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkError } from '@/api/errors';
import { request } from '@/api/http';
import { type Me, replaceMe } from '@/api/session';
import { LogStore } from '@/lib/workout-log/store';
import type { Transport } from '@/lib/workout-log/transport';
import type { SessionOut } from '@/lib/workouts/types';
import { plannedSession } from './build';
import { Logger } from './logger';
import { guidance, lastTime, prescription, straight, workout } from './test-data';

vi.mock('@/lib/realtime/live', () => ({ invalidateOn: () => {} }));

const noNetwork = async (): Promise<never> => {
  throw new NetworkError(new TypeError('failed'));
};
const transport: Transport = {
  start: noNetwork,
  sendSets: noNetwork,
  finish: noNetwork,
  discard: noNetwork,
};

/** A server that takes everything: there is nothing to wait for. */
const alwaysThere: Transport = {
  ...transport,
  start: async ({ id }) => ({ id }) as SessionOut,
};

async function open(through = transport): Promise<LogStore> {
  const plan = workout(
    [straight(prescription('a')), straight(prescription('b'))],
    [guidance('a', { last_time: lastTime([80, 10], [80, 9]) })],
  );
  const store = new LogStore(
    plannedSession({ userId: 'user', timeZone: 'Europe/Berlin' }, plan),
    through,
  );
  const root = createRootRoute();
  const page = () => <Logger store={store} />;
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({ getParentRoute: () => root, path: '/', component: page }),
    ]),
    history: createMemoryHistory(),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { level: 1, name: 'Exercise a' });
  return store;
}

beforeEach(() => {
  localStorage.clear();
  replaceMe({
    user: { id: 'user', units: 'metric', name: 'Mia' },
    organization: { id: 'org-1' },
  } as Me);
});

describe('the logger without a network', () => {
  it('confirms a set with last time’s numbers by one tap, rests, and says that it is kept here', async () => {
    const person = userEvent.setup();
    const store = await open();
    await person.click(screen.getByRole('button', { name: 'Confirm set 1' }));
    expect(screen.getByRole('button', { name: 'Set 1 done, take back' })).toBeTruthy();
    expect(screen.getByRole('timer', { name: 'Rest' }).textContent).toContain('2:00');
    expect(await screen.findByText('Offline, 1 set kept here')).toBeTruthy();
    expect(store.get().session?.sets[0]).toMatchObject({ weight_kg: 80, reps: 10 });
    store.forget();
  });

  it('says so before anything is logged, as soon as the network goes, and takes it back', async () => {
    const store = await open(alwaysThere);
    await screen.findByText('Saved');
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    dispatchEvent(new Event('offline'));
    expect(await screen.findByText('Offline, all kept here')).toBeTruthy();
    online.mockReturnValue(true);
    dispatchEvent(new Event('online'));
    expect(await screen.findByText('Saved')).toBeTruthy();
    online.mockRestore();
    store.forget();
  });

  it('believes a request of any part of the app that did not get through', async () => {
    const store = await open(alwaysThere);
    await screen.findByText('Saved');
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed')));
    await request('GET', '/api/exercises').catch(() => null);
    expect(await screen.findByText('Offline, all kept here')).toBeTruthy();
    vi.stubGlobal('fetch', async () => new Response('{}'));
    await request('GET', '/api/exercises');
    expect(await screen.findByText('Saved')).toBeTruthy();
    vi.unstubAllGlobals();
    store.forget();
  });

  it('keeps the focus on a set that goes up because it is a warm-up', async () => {
    const person = userEvent.setup();
    const store = await open();
    await person.click(screen.getByRole('button', { name: 'Set 3, weight 80, change' }));
    await person.click(screen.getByRole('button', { name: 'Warm-up' }));
    const names = screen
      .getAllByRole('button', { name: /^Confirm / })
      .map((button) => button.getAttribute('aria-label'));
    expect(names).toEqual(['Confirm warm-up set', 'Confirm set 1', 'Confirm set 2']);
    expect(document.activeElement?.textContent).toBe('Warm-up');
    store.forget();
  });

  it('changes figures with the number pad and the steppers', async () => {
    const person = userEvent.setup();
    const store = await open();
    await person.click(screen.getByRole('button', { name: 'Set 1, weight 80, change' }));
    await person.click(screen.getByRole('button', { name: 'Increase weight' }));
    await person.clear(screen.getByRole('spinbutton', { name: 'Reps' }));
    await person.type(screen.getByRole('spinbutton', { name: 'Reps' }), '7');
    await person.click(screen.getByRole('button', { name: 'Confirm set 1' }));
    expect(store.get().session?.sets[0]).toMatchObject({ weight_kg: 82.5, reps: 7 });
    store.forget();
  });

  it('is finished here at once and goes on trying', async () => {
    const person = userEvent.setup();
    const store = await open();
    await person.click(screen.getByRole('button', { name: 'Confirm set 1' }));
    await person.click(screen.getByRole('button', { name: 'Next: Exercise b' }));
    await person.click(screen.getByRole('button', { name: 'Finish workout' }));
    const sheet = within(await screen.findByRole('dialog'));
    expect(sheet.getByText('5 sets not confirmed: left out of the log.')).toBeTruthy();
    await person.click(sheet.getByRole('radio', { name: '8' }));
    await person.click(sheet.getByRole('button', { name: 'Finish workout' }));
    expect(await screen.findByRole('heading', { name: 'Lower A is done' })).toBeTruthy();
    expect(store.get().session).toMatchObject({ state: 'finishing', ending: { effort: 8 } });
    store.forget();
  });

  it('has no flaw that axe knows, with an open editor as well', async () => {
    const person = userEvent.setup();
    const store = await open();
    await person.click(screen.getByRole('button', { name: 'Set 2, weight 80, change' }));
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    store.forget();
  });
});
