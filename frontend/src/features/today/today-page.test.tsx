import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Me, replaceMe } from '@/api/session';
import { emptySession } from '@/lib/workout-log/empty';
import { saveKept } from '@/lib/workout-log/storage';
import type { Today } from '@/lib/workouts/types';
import { TodayPage } from './today-page';

vi.mock('@/lib/realtime/live', () => ({ invalidateOn: () => {} }));
vi.mock('@/lib/workout-log/store', () => ({ resumeLogs: () => {} }));

const me: Me = {
  user: {
    id: 'user',
    name: 'Mia Rossi',
    email: 'mia@example.com',
    email_verified: true,
    has_password: true,
    time_zone: 'Europe/Berlin',
    units: 'metric',
    theme: 'dark',
    locale: 'en',
    week_start: 1,
  },
  organization: { id: 'o', name: 'North', slug: 'north', time_zone: 'Europe/Berlin' },
  member_id: 'm',
  role: 'client',
  role_name: 'Client',
  client_id: 'client',
  permissions: {},
  organizations: [],
};

const card = { program_id: 'p', status: 'planned' as const, minutes: 50 };
const today: Today = {
  date: '2026-11-20',
  time_zone: 'Europe/Berlin',
  client_id: 'client',
  first_name: 'Mia',
  workout: {
    ...card,
    id: 'w1',
    name: 'Lower A',
    scheduled_on: '2026-11-20',
    program_name: 'Strong',
    phase: 1,
    week: 2,
    day: 1,
    exercises: [{ exercise_id: 'squat', name: 'Squat', sets: 3 }],
    sets: 3,
  },
  in_progress: null,
  next: { ...card, id: 'w2', name: 'Upper A', scheduled_on: '2026-11-22' },
  week: Array.from({ length: 7 }, (_, day) => ({
    date: `2026-11-${16 + day}`,
    planned: day === 4 ? 1 : 0,
    done: day === 0 ? 1 : 0,
  })),
  streak_weeks: 5,
  week_done: 1,
  week_planned: 3,
  missed: [{ ...card, id: 'w0', name: 'Upper B', scheduled_on: '2026-11-18' }],
};

/** The page with what the server answers to `GET /api/today`: a body, or a status that failed. */
async function open(answer: Today | number): Promise<void> {
  vi.stubGlobal('fetch', async (url: string) => {
    if (url !== '/api/today') return new Response('{}', { status: 404 });
    return typeof answer === 'number'
      ? new Response('{}', { status: answer })
      : new Response(JSON.stringify(answer));
  });
  const root = createRootRoute();
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({ getParentRoute: () => root, path: '/', component: TodayPage }),
    ]),
    history: createMemoryHistory(),
  });
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { level: 1 });
}

beforeEach(() => {
  localStorage.clear();
  replaceMe(me);
});

describe('today', () => {
  it('puts the workout on top and has no flaw that axe knows', async () => {
    await open(today);
    expect(await screen.findByRole('heading', { name: 'Lower A' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Start workout' }).getAttribute('href')).toBe(
      '/me/workout/w1?start=true',
    );
    expect(screen.getByText('1 of 3 this week')).toBeTruthy();
    expect(screen.getByText('5 weeks in a row')).toBeTruthy();
    expect(screen.getByText('Upper B')).toBeTruthy();
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('says that there is no program', async () => {
    await open({ ...today, workout: null, next: null, missed: [], week_planned: 0 });
    expect(await screen.findByText('No program yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start an empty workout' })).toBeTruthy();
  });

  it('lets people rest', async () => {
    const week = today.week.map((day) => ({ ...day, done: 0 }));
    await open({ ...today, workout: null, week });
    expect(await screen.findByText('Rest day')).toBeTruthy();
  });

  it('shows what is done', async () => {
    const workout = today.workout && { ...today.workout, status: 'completed' as const };
    await open({ ...today, workout });
    expect(await screen.findByText('Done for today')).toBeTruthy();
  });

  it('resumes what this phone keeps, whatever the server says', async () => {
    const kept = emptySession({ userId: 'user', timeZone: 'Europe/Berlin' }, 'client');
    saveKept({ ...kept, key: 'w1', workout_id: 'w1', name: 'Lower A' });
    await open(today);
    expect(await screen.findByRole('link', { name: 'Resume workout' })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Start workout' })).toBeNull();
  });

  it('says what went wrong and offers to try again', async () => {
    await open(503);
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});
