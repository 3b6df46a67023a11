import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const PATH = '/app/settings/api-keys';
const me = {
  ...owner,
  permissions: {
    ...owner.permissions,
    'api_keys:read': 'all' as const,
    'api_keys:create': 'all' as const,
    'api_keys:update': 'all' as const,
    'api_keys:revoke': 'all' as const,
  },
};

function row(changes: Record<string, unknown> = {}) {
  return {
    id: 'key-1',
    name: 'Booking site',
    prefix: 'stoke_AZ5fQ2k8cgAB',
    state: 'working',
    member_id: 'member-1',
    member_name: 'Nora Berg',
    permissions: { 'clients:read': 'all' },
    rate_limit: null,
    created_at: '2026-11-01T10:00:00Z',
    expires_at: new Date(Date.now() + 60 * 86_400_000).toISOString(),
    rotated_at: null,
    previous_until: null,
    revoked_at: null,
    last_used_at: null,
    last_address: null,
    ...changes,
  };
}

const givable = {
  usual_rate_limit: 100,
  highest_rate_limit: 600,
  longest_days: 366,
  groups: [
    {
      name: 'clients',
      title: 'Clients',
      permissions: [
        { name: 'clients:read', description: 'see clients', scopes: ['own', 'assigned', 'all'] },
        { name: 'clients:create', description: 'add clients', scopes: ['all'] },
      ],
    },
  ],
};

const answers = {
  'GET /api/api-keys': { items: [row()], next_cursor: null },
  'GET /api/api-keys/permissions': givable,
};

describe('API keys', () => {
  it('are listed by how they begin, with when they were used, and break no rule', async () => {
    fakeServer({
      ...answers,
      'GET /api/api-keys': {
        items: [
          row({ last_used_at: new Date().toISOString(), last_address: '192.0.2.7' }),
          row({
            id: 'key-2',
            name: 'Old one',
            member_id: 'member-2',
            member_name: 'Ida Lund',
            expires_at: new Date(Date.now() + 3 * 86_400_000).toISOString(),
          }),
        ],
        next_cursor: null,
      },
    });
    openApp(PATH, me);
    await screen.findAllByText('stoke_AZ5fQ2k8cgAB…');
    screen.getByText(/192\.0\.2\.7/);
    screen.getByText('Ends in 3 days');
    screen.getByText(/Acts for Ida Lund/);
    expect(await brokenRules()).toEqual([]);
  });

  it('are made with what was chosen, and shown once', async () => {
    const sent = fakeServer({
      ...answers,
      'POST /api/api-keys': () =>
        Response.json({ key: 'stoke_new', about: row() }, { status: 201 }),
    });
    openApp(PATH, me);
    await userEvent.click(await screen.findByRole('button', { name: 'New key' }));
    await userEvent.type(await screen.findByLabelText('Name'), 'Booking site');
    await userEvent.click(screen.getByRole('button', { name: 'Make key' }));
    await screen.findByText('Choose at least one.');

    await userEvent.click(screen.getByRole('checkbox', { name: 'See clients' }));
    expect(screen.queryByLabelText('How far: add clients')).toBeNull();
    expect(screen.getByLabelText('How far: see clients')).toHaveProperty('value', 'assigned');
    await userEvent.selectOptions(screen.getByLabelText('How far: see clients'), 'all');
    expect(await brokenRules()).toEqual([]);
    await userEvent.dblClick(screen.getByRole('button', { name: 'Make key' }));

    const shown = await screen.findByDisplayValue('stoke_new');
    expect(shown).toHaveProperty('readOnly', true);
    const made = sent.filter(({ what }) => what === 'POST /api/api-keys');
    // A second key would work, and nobody would have seen it.
    expect(made).toHaveLength(1);
    const body = made[0]?.body;
    expect(body).toMatchObject({
      name: 'Booking site',
      permissions: { 'clients:read': 'all' },
      rate_limit: null,
    });
    await userEvent.keyboard('{Escape}');
    screen.getByDisplayValue('stoke_new');
    await userEvent.click(screen.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.queryByDisplayValue('stoke_new')).toBeNull());
  });

  it('say on the form why one cannot be made', async () => {
    fakeServer({
      ...answers,
      'POST /api/api-keys': () =>
        problem(409, 'too_many_api_keys', 'You have as many API keys as one person can have'),
    });
    openApp(PATH, me);
    await userEvent.click(await screen.findByRole('button', { name: 'New key' }));
    await userEvent.type(await screen.findByLabelText('Name'), 'One more');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Add clients' }));
    await userEvent.click(screen.getByRole('button', { name: 'Make key' }));
    await screen.findByText(/as many API keys/);
  });

  it('are rotated with an overlap, renamed, and revoked after a question', async () => {
    const sent = fakeServer({
      ...answers,
      'POST /api/api-keys/key-1/rotate': { key: 'stoke_rotated', about: row() },
      'PATCH /api/api-keys/key-1': row({ name: 'Site' }),
      'DELETE /api/api-keys/key-1': () => new Response(null, { status: 204 }),
    });
    openApp(PATH, me);
    const choose = async (item: string) => {
      await userEvent.click(
        await screen.findByRole('button', { name: 'Actions for Booking site' }),
      );
      await userEvent.click(await screen.findByRole('menuitem', { name: item }));
    };
    await choose('Rotate');
    await userEvent.selectOptions(screen.getByLabelText('The old key works on for'), '168');
    await userEvent.click(screen.getByRole('button', { name: 'Rotate' }));
    await screen.findByDisplayValue('stoke_rotated');
    await userEvent.click(screen.getByRole('button', { name: 'I have kept it' }));

    await choose('Rename');
    const name = screen.getByLabelText('Name');
    await userEvent.clear(name);
    await userEvent.type(name, 'Site');
    await userEvent.click(screen.getByRole('button', { name: 'Rename' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    await choose('Revoke');
    const question = await screen.findByRole('dialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Revoke' }));
    await waitFor(() =>
      expect(sent.map(({ what, body }) => [what, body]).filter(([, body]) => body)).toEqual([
        ['POST /api/api-keys/key-1/rotate', { overlap_hours: 168 }],
        ['PATCH /api/api-keys/key-1', { name: 'Site' }],
      ]),
    );
    await waitFor(() =>
      expect(sent.map(({ what }) => what)).toContain('DELETE /api/api-keys/key-1'),
    );
  });

  it('of somebody else can be revoked and not rotated', async () => {
    fakeServer({
      ...answers,
      'GET /api/api-keys': { items: [row({ member_id: 'member-2' })], next_cursor: null },
    });
    openApp(PATH, me);
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for Booking site' }));
    await screen.findByRole('menuitem', { name: 'Revoke' });
    expect(screen.queryByRole('menuitem', { name: 'Rotate' })).toBeNull();
  });

  it('show those that ended when asked, and what follows', async () => {
    const sent = fakeServer({
      ...answers,
      'GET /api/api-keys': (_: unknown, url: URL) =>
        url.searchParams.get('cursor')
          ? { items: [row({ id: 'key-9', name: 'The last' })], next_cursor: null }
          : { items: [row({ state: 'revoked' })], next_cursor: 'next' },
    });
    openApp(PATH, me);
    await userEvent.click(await screen.findByRole('switch', { name: 'Show ended' }));
    await screen.findByText('Revoked');
    expect(screen.queryByRole('button', { name: /Actions/ })).toBeNull();
    expect(sent.some(({ search }) => search.includes('ended=true'))).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    await screen.findByText('The last');
  });

  it('are no section for whoever may not see them', async () => {
    fakeServer(answers);
    openApp('/app/settings', { ...owner, role: 'assistant', permissions: {} });
    await screen.findByRole('link', { name: /Profile/ });
    expect(screen.queryByRole('link', { name: /API keys/ })).toBeNull();
  });

  it('are copied, or say that the browser does not let them', async () => {
    fakeServer({
      ...answers,
      'POST /api/api-keys': () =>
        Response.json({ key: 'stoke_new', about: row() }, { status: 201 }),
    });
    openApp(PATH, me);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'New key' }));
    await user.type(await screen.findByLabelText('Name'), 'Site');
    await user.click(screen.getByRole('checkbox', { name: 'Add clients' }));
    await user.click(screen.getByRole('button', { name: 'Make key' }));
    await user.click(await screen.findByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe('stoke_new');
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    await screen.findByText(/does not let us copy/);
  });
});
