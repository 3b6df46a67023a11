import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router';
import { configure, render } from '@testing-library/react';
import axe from 'axe-core';
import { vi } from 'vitest';
import { type Me, replaceMe } from '@/api/session';
import { authTree } from '@/routes/auth';
import { clientTree } from '@/routes/client';
import { rootRoute } from '@/routes/root';
import { staffTree } from '@/routes/staff';

// The first visit of a page compiles its modules; on a busy machine that takes longer than a second.
configure({ asyncUtilTimeout: 20_000 });
vi.setConfig({ testTimeout: 60_000 });

type Answer = unknown | ((body: unknown, url: URL) => unknown);
type Answers = Record<string, Answer>;

export interface SentRequest {
  what: string;
  body: unknown;
  search: string;
}

/** What a fake server answers with a status of its own. */
export function problem(
  status: number,
  code: string,
  title: string,
  errors: unknown[] = [],
  more: object = {},
) {
  return Response.json(
    { type: 'about:blank', title, status, code, errors, ...more },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

const legal = (kind: string, title: string) => ({
  kind,
  version: 1,
  current_version: 1,
  title,
  text: `The ${kind}.`,
});
const everywhere: Answers = {
  'GET /api/legal': { items: [legal('terms', 'Terms of use'), legal('privacy', 'Privacy notice')] },
};

/** Answers requests by `METHOD /path`; gives the list of what was asked. A path that is not listed answers 404. */
export function fakeServer(listed: Answers): SentRequest[] {
  const answers = { ...everywhere, ...listed };
  const sent: SentRequest[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://stoke.test');
    const what = `${init.method ?? 'GET'} ${url.pathname}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    sent.push({ what, body, search: url.search });
    if (!(what in answers)) return problem(404, 'not_found', `No answer for ${what}`);
    const answer = answers[what];
    const value: unknown = typeof answer === 'function' ? await answer(body, url) : answer;
    return value instanceof Response ? value : Response.json(value);
  });
  return sent;
}

const all = [
  'organization:update',
  'members:read',
  'members:invite',
  'members:update',
  'members:assign_role',
  'members:suspend',
  'members:remove',
  'roles:read',
  'roles:create',
  'roles:update',
  'roles:delete',
  'clients:read',
  'clients:create',
  'clients:update',
  'clients:archive',
  'clients:restore',
  'clients:invite',
  'exercises:read',
  'templates:read',
  'programs:assign',
  'programs:update',
  'programs:advance',
  'programs:shift',
  'workouts:reschedule',
  'workouts:skip',
  'home:read',
];

export const owner: Me = {
  user: {
    id: 'user-1',
    name: 'Nora Berg',
    email: 'nora@example.com',
    email_verified: true,
    has_password: true,
    time_zone: 'UTC',
    units: 'metric',
    theme: 'system',
    locale: 'en',
    week_start: 1,
  },
  organization: { id: 'org-1', name: 'North Barbell', slug: 'north', time_zone: 'UTC' },
  member_id: 'member-1',
  role: 'owner',
  role_name: 'Owner',
  client_id: null,
  permissions: Object.fromEntries(all.map((name) => [name, 'all' as const])),
  organizations: [],
};

/** Shows a path of the real routes; with `me` as somebody who is signed in. */
export function openApp(path: string, me?: Me) {
  if (me) replaceMe(me);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createRouter({
    routeTree: rootRoute.addChildren([authTree, staffTree, clientTree]),
    history: createMemoryHistory({ initialEntries: [path] }),
    defaultPendingMs: 0,
  });
  const view = render(
    <QueryClientProvider client={queries}>
      {/* biome-ignore lint/suspicious/noExplicitAny: the registered router holds more trees than a test needs */}
      <RouterProvider router={router as any} />
    </QueryClientProvider>,
  );
  return { ...view, router, queries };
}

/** Ids of broken rules. Colours, and which of the two bars is shown, need a layout that jsdom has not. */
export async function brokenRules(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: {
      'color-contrast': { enabled: false },
      'landmark-unique': { enabled: false },
      region: { enabled: false },
    },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
