import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const sharing = {
  kind: 'sharing',
  version: 1,
  title: 'Share your training with your coaches',
  text: 'Your coaches see the workouts you log.',
  needed: false,
  data_class: 'training',
  decision: null,
  decided_version: null,
  decided_at: null,
};
const terms = {
  ...sharing,
  kind: 'terms',
  title: 'Terms of use',
  needed: true,
  data_class: null,
  decision: 'given',
  decided_version: 1,
  decided_at: '2026-03-02T10:00:00Z',
};
const made = {
  id: 'export-1',
  client_id: 'client-1',
  client_name: 'Mia Rossi',
  state: 'ready',
  done: 6,
  parts: 6,
  size: 48_000,
  by_themselves: true,
  created_at: '2026-03-02T10:00:00Z',
  expires_at: '2026-03-09T10:00:00Z',
};
const opening = {
  id: 'opening-1',
  at: '2026-03-02T10:00:00Z',
  data_class: 'training',
  member_id: 'member-2',
  name: 'Theo Trainer',
  role: 'trainer',
  by_key: false,
};
const client = {
  ...owner,
  role: 'client' as const,
  permissions: { 'privacy:openings': 'own' as const },
};
const mine = { client_id: 'client-1', withheld: [], exports: [made], erasure: null };
const answers = {
  'GET /api/privacy/consents': { items: [terms, sharing] },
  'GET /api/privacy/mine': mine,
  'GET /api/clients/client-1/openings': { items: [opening], next_cursor: null },
};
const rule = {
  name: 'archived_clients',
  title: 'Archived clients',
  description: 'Clients who were archived are erased.',
  keep_days: null,
  default_days: null,
  least_days: 30,
  due: { count: 0, oldest: null },
  last_run_at: null,
  last_removed: 0,
};
const studio = {
  ...answers,
  'GET /api/privacy/requests': { erasures: [], exports: [made] },
  'GET /api/retention': {
    items: [rule],
    fixed: [{ name: 'audit_entries', title: 'Audit log', description: 'Who.', keep_months: 24 }],
  },
  'GET /api/retention/archived_clients/preview': { count: 3, oldest: '2024-03-02T10:00:00Z' },
};

describe("a client's privacy", () => {
  it('shows what is shared, who looked and what was exported, and breaks no rule', async () => {
    fakeServer(answers);
    openApp('/me/account/privacy', client);
    await screen.findByText('Theo Trainer');
    await screen.findByRole('button', { name: 'Download' });
    // What Stoke cannot be used without has no way to be withdrawn.
    expect(screen.queryByRole('button', { name: /Withdraw: Terms/ })).toBeNull();
    expect(await brokenRules()).toEqual([]);
  });

  it('shows every decision with its proof and the text it was about, when asked', async () => {
    const decision = {
      kind: 'terms',
      title: 'Terms of use',
      version: 1,
      decision: 'given',
      at: '2026-03-02T10:00:00Z',
      how: 'invitation',
      text_hash: 'a1',
      address: '192.0.2.7',
      user_agent: 'Firefox',
    };
    const sent = fakeServer({
      ...answers,
      'GET /api/privacy/consents/history': { items: [decision] },
    });
    openApp('/me/account/privacy', client);
    const show = await screen.findByRole('button', { name: /Show what you decided/ });
    expect(sent.some(({ what }) => what.endsWith('/history'))).toBe(false);
    await userEvent.click(show);
    await screen.findByText(/from 192\.0\.2\.7, by taking up the invitation/);
    const link = screen.getByRole('link', { name: 'version 1' });
    expect(link.getAttribute('href')).toBe('/legal/terms/1');
    expect(await brokenRules()).toEqual([]);
  });

  it('withdraws a consent with the version that was shown', async () => {
    const sent = fakeServer({
      ...answers,
      'POST /api/privacy/consents/sharing': { ...sharing, decision: 'withdrawn' },
    });
    openApp('/me/account/privacy', client);
    await userEvent.click(await screen.findByRole('button', { name: /Withdraw: Share/ }));
    expect(sent).toContainEqual(
      expect.objectContaining({
        what: 'POST /api/privacy/consents/sharing',
        body: { version: 1, given: false },
      }),
    );
  });

  it('asks before it erases, and offers to take it back', async () => {
    const waiting = {
      id: 'erasure-1',
      client_id: 'client-1',
      client_name: 'Mia Rossi',
      state: 'waiting',
      by_themselves: true,
      created_at: '2026-03-02T10:00:00Z',
      due_at: '2026-04-01T10:00:00Z',
      settled_at: null,
    };
    let asked = false;
    fakeServer({
      ...answers,
      'GET /api/privacy/mine': () => ({ ...mine, erasure: asked ? waiting : null }),
      'POST /api/privacy/mine/erasure': () => {
        asked = true;
        return waiting;
      },
    });
    openApp('/me/account/privacy', client);
    await userEvent.click(await screen.findByRole('button', { name: 'Erase' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Erase in 30 days' }));
    await screen.findByRole('button', { name: 'Keep the data' });
    screen.getByText(/April/);
  });

  it('says what went wrong and keeps the rest of the page', async () => {
    fakeServer({
      ...answers,
      'GET /api/clients/client-1/openings': () =>
        problem(503, 'unavailable', 'Try again later', []),
    });
    openApp('/me/account/privacy', client);
    await screen.findByText('Share your training with your coaches');
    await screen.findByRole('alert');
  });
});

describe("the studio's privacy", () => {
  it('shows requests and rules, and breaks no rule', async () => {
    fakeServer(studio);
    openApp('/app/settings/privacy', {
      ...owner,
      permissions: {
        'privacy:read': 'all',
        'retention:read': 'all',
        'retention:update': 'all',
      },
    });
    await screen.findByText('Mia Rossi');
    await screen.findByText(/Kept for ever/);
    expect(await brokenRules()).toEqual([]);
  });

  it('names a few of those who have yet to decide, and all of them when asked', async () => {
    const people = Array.from({ length: 12 }, (_, at) => ({
      member_id: `m-${at}`,
      name: `Client ${at}`,
      kinds: ['terms'],
    }));
    fakeServer({ ...studio, 'GET /api/privacy/undecided': { count: 12, items: people } });
    openApp('/app/settings/privacy', { ...owner, permissions: { 'privacy:read': 'all' } });
    await screen.findByText('Client 4');
    expect(screen.queryByText('Client 5')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show all 12' }));
    screen.getByText('Client 11');
  });

  it('shows a dry run and asks before data go', async () => {
    const sent = fakeServer({
      ...studio,
      'PATCH /api/retention/archived_clients': { ...rule, keep_days: 90 },
    });
    openApp('/app/settings/privacy', {
      ...owner,
      permissions: { 'retention:read': 'all', 'retention:update': 'all' },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Change: Archived clients' }));
    const days = screen.getByLabelText(/Days to keep/);
    await userEvent.clear(days);
    await userEvent.type(days, '7');
    await screen.findByText(/from 30 to 3650/);
    await userEvent.clear(days);
    await userEvent.type(days, '90');
    await screen.findByText('Dry run: 3 would go now.');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const dialog = await screen.findByRole('dialog');
    expect(sent.some(({ what }) => what.startsWith('PATCH'))).toBe(false);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep it so long' }));
    expect(sent).toContainEqual(
      expect.objectContaining({
        what: 'PATCH /api/retention/archived_clients',
        body: { keep_days: 90 },
      }),
    );
  });
});
