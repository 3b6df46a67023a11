import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';
import { look } from './look';
import type { Entry } from './queries';
import { doer, fieldName, groupName, isBareId, shown, target } from './wording';

const client = '0198c0de-7a11-7000-8000-5a1d00c0ffee';
const trainer = '0198c0de-7a11-7000-8000-5a1d00c0ffe1';

function entry(values: Partial<Entry>): Entry {
  return {
    id: 'e-1',
    at: '2026-11-20T09:30:00Z',
    action: 'clients.changed',
    text: 'changed a client',
    actor: { kind: 'person', user_id: 'u-1', member_id: 'm-1', key_id: null, name: 'Nora Berg' },
    subject: { kind: 'client', id: client, name: 'Ada Byron' },
    person: { id: client, name: 'Ada Byron' },
    changes: [{ field: 'last_name', before: 'Byron', after: 'Lovelace' }],
    facts: {},
    health_fields: ['health_note'],
    withheld: null,
    session_id: null,
    request_id: null,
    ...values,
  };
}

const auditor = {
  ...owner,
  permissions: {
    ...owner.permissions,
    'audit:read': 'all' as const,
    'audit:export': 'all' as const,
  },
};

const answers = {
  'GET /api/members': {
    items: [{ id: trainer, name: 'Theo Trainer', email: null, role: 'trainer' }],
  },
  'GET /api/audit/actions': {
    items: [
      { name: 'clients.changed', group: 'clients', text: 'changed a client' },
      { name: 'sign_ins.failed', group: 'sign_ins', text: 'failed to sign in' },
    ],
  },
  'GET /api/audit': {
    items: [
      entry({}),
      entry({
        id: 'e-2',
        at: '2026-11-19T22:00:00Z',
        action: 'sign_ins.failed',
        text: 'failed to sign in',
        actor: { kind: 'nobody', user_id: null, member_id: null, key_id: null, name: null },
        subject: { kind: 'user', id: 'u-2', name: 'Theo Trainer' },
        person: null,
        changes: [],
        facts: { reason: 'wrong_credentials' },
        health_fields: [],
        withheld: 'erased',
      }),
    ],
    next_cursor: 'next',
  },
};

describe('the audit log', () => {
  it('tells who did what under its day, and breaks no rule', async () => {
    fakeServer(answers);
    openApp('/app/settings/audit', auditor);
    const log = await screen.findByRole('region', { name: 'Audit log' });
    expect(within(log).getAllByRole('heading', { level: 2 })).toHaveLength(2);
    const [first, second] = within(log).getAllByRole('listitem');
    expect(first?.textContent).toContain('Nora Berg changed a client: Ada Byron');
    expect(first?.textContent).toContain('Last nameByronLovelace');
    expect(first?.textContent).toContain('Health note: health data');
    expect(second?.textContent).toContain('Somebody failed to sign in: Theo Trainer');
    expect(second?.textContent).toContain('went when this person was erased');
    expect(await brokenRules()).toEqual([]);
  });

  it('asks for what the address says, in the days of the reader', async () => {
    const sent = fakeServer(answers);
    openApp(`/app/settings/audit?action=clients&member=${trainer}&from=2026-03-01&to=2026-03-02`, {
      ...auditor,
      user: { ...auditor.user, time_zone: 'Europe/Berlin' },
    });
    await screen.findByRole('region', { name: 'Audit log' });
    expect(screen.getByText(/Times are those of Europe\/Berlin/)).toBeTruthy();
    const asked = new URLSearchParams(sent.find(({ what }) => what === 'GET /api/audit')?.search);
    expect(Object.fromEntries(asked)).toEqual({
      action: 'clients',
      member: trainer,
      since: '2026-02-28T23:00:00.000Z',
      until: '2026-03-02T23:00:00.000Z',
      limit: '50',
    });
  });

  it('asks for nothing while the days are the wrong way round, and says so', async () => {
    const sent = fakeServer(answers);
    openApp('/app/settings/audit?from=2026-03-02&to=2026-03-01', auditor);
    await screen.findByText('Choose an end after the beginning.');
    expect(sent.some(({ what }) => what === 'GET /api/audit')).toBe(false);
    expect(screen.queryByRole('alert', { name: /did not load/i })).toBeNull();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export' }).disabled).toBe(true);
  });

  it('narrows by what is chosen, and shows everything again', async () => {
    const sent = fakeServer(answers);
    const { router } = openApp('/app/settings/audit', auditor);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Who' }));
    await userEvent.click(await screen.findByRole('option', { name: /Theo/ }));
    await waitFor(() => expect(sent.at(-1)?.search).toContain(`member=${trainer}`));
    expect(router.state.location.search).toEqual({ member: trainer });
    await userEvent.click(await screen.findByRole('button', { name: 'Show everything' }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  it('goes on where the page ended', async () => {
    const sent = fakeServer({
      ...answers,
      'GET /api/audit': (_: unknown, url: URL) =>
        url.searchParams.has('cursor')
          ? { items: [entry({ id: 'e-3', text: 'did the oldest thing' })], next_cursor: null }
          : answers['GET /api/audit'],
    });
    openApp('/app/settings/audit', auditor);
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
    await screen.findByText(/did the oldest thing/);
    expect(sent.at(-1)?.search).toContain('cursor=next');
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('says that nothing fits, and why it did not load', async () => {
    fakeServer({ ...answers, 'GET /api/audit': { items: [], next_cursor: null } });
    const empty = openApp('/app/settings/audit?action=clients', auditor);
    await screen.findByText('Nothing fits');
    empty.unmount();
    fakeServer({ ...answers, 'GET /api/audit': () => problem(500, 'internal', 'It broke') });
    openApp('/app/settings/audit', auditor);
    await screen.findByRole('button', { name: 'Try again' });
    expect(await brokenRules()).toEqual([]);
  });

  it('saves a file with the same filters', async () => {
    const sent = fakeServer({ ...answers, 'GET /api/audit/export': new Response('at,action\r\n') });
    const saved = vi.fn(() => 'blob:file');
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: saved, revokeObjectURL: vi.fn() }));
    openApp('/app/settings/audit?action=clients', auditor);
    await userEvent.click(await screen.findByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /CSV/ }));
    await waitFor(() => expect(saved).toHaveBeenCalled());
    const asked = sent.find(({ what }) => what === 'GET /api/audit/export');
    expect(asked?.search).toBe('?format=csv&action=clients');
  });

  it('offers no export to who may not', async () => {
    fakeServer(answers);
    openApp('/app/settings/audit', { ...owner, permissions: { 'audit:read': 'all' } });
    await screen.findByRole('region', { name: 'Audit log' });
    expect(screen.queryByRole('button', { name: 'Export' })).toBeNull();
  });
});

describe('the words of the log', () => {
  it('names fields and groups as people do', () => {
    expect(fieldName('trainer_member_id')).toBe('Trainer');
    expect(fieldName('birth_date')).toBe('Birth date');
    expect(fieldName('joinable')).toBe('Public sign-up is open');
    expect(fieldName('clients:read')).toBe('Clients read');
    expect(groupName('sign_ins')).toBe('Sign-ins');
    expect(groupName('something_new')).toBe('Something new');
  });

  it.each([
    [null, 'nothing'],
    ['', 'nothing'],
    [true, 'yes'],
    ['wrong_credentials', 'wrong credentials'],
    [1234.5, '1,234.5'],
    [['a', 'b'], 'a, b'],
    [[], 'nothing'],
    [{ reps_done: 5 }, 'Reps done: 5'],
    [trainer, 'Theo Trainer'],
  ])('shows %j as %s', (value, text) => {
    const names = new Map([[trainer, 'Theo Trainer']]);
    expect(shown(value, { names, timeZone: 'Europe/Berlin' }).replaceAll(/\s/g, ' ')).toBe(text);
  });

  it.each([
    ['expires_at', '2027-02-19T23:42:40.488000+00:00', 'Saturday, February 20, 2027 at 12:42 AM'],
    ['birth_date', '1993-01-01', 'Friday, January 1, 1993'],
    ['quiet_from', '22:00', '22:00'],
    // What somebody wrote is shown as they wrote it, whatever it looks like.
    ['first_name', '2026-11-20', '2026-11-20'],
    ['birth_date', '2026-02-30', '2026-02-30'],
    ['birth_date', '2026-99-99', '2026-99-99'],
    ['expires_at', '2026-01-01T10:00 push day', '2026-01-01T10:00 push day'],
    ['expires_at', '2026-01-01T99:00:00Z', '2026-01-01T99:00:00Z'],
  ])('shows the %s %s as %s', (field, value, text) => {
    const reader = { names: new Map<string, string>(), timeZone: 'Europe/Berlin' };
    expect(shown(value, reader, field).replaceAll(/\s/g, ' ')).toBe(text);
  });

  it('leaves out ids that stand for nobody known, and marks what went wrong', () => {
    const names = new Map([[trainer, 'Theo Trainer']]);
    expect(isBareId(client, names)).toBe(true);
    expect(isBareId([client, client], names)).toBe(true);
    expect(isBareId(trainer, names)).toBe(false);
    expect(isBareId([], names)).toBe(false);
    expect(isBareId('active', names)).toBe(false);
    expect(look('sign_ins.failed').tone).toBe('bad');
    expect(look('audit.exported').tone).toBe('accent');
    expect(look('something.new').tone).toBe('neutral');
  });

  it('tells who it was and to whom', () => {
    const { actor } = entry({});
    expect(doer(entry({ actor: { ...actor, kind: 'system' } }))).toBe('Stoke');
    expect(doer(entry({ actor: { ...actor, kind: 'key' } }))).toBe('An API key of Nora Berg');
    expect(doer(entry({ actor: { ...actor, name: null } }))).toMatch(/not here any more/);
    expect(target(entry({ subject: { kind: 'program', id: 'p', name: 'Strong' } }))).toBe(
      'Strong, Ada Byron',
    );
    expect(
      target(entry({ subject: { kind: 'user', id: 'u-1', name: 'Nora Berg' }, person: null })),
    ).toBeNull();
  });
});
