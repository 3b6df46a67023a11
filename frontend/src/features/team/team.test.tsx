import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { setViewedRole } from '@/api/viewed-role';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const role = {
  id: 'trainer',
  name: 'Trainer',
  description: 'Coaches.',
  built_in: true,
  permissions: { 'clients:read': 'assigned' },
  members: 1,
  within_reach: true,
};
const own = {
  ...role,
  id: '0198c0de-7a11-7000-8000-5a1d00c0ffee',
  name: 'Physio',
  description: '',
  built_in: false,
  members: 0,
};
const member = {
  id: 'member-1',
  name: 'Nora Berg',
  email: 'nora@example.com',
  role: 'owner',
  role_id: null,
  role_name: 'Owner',
  state: 'active',
  joined_at: '2026-01-01T00:00:00Z',
  invitation: null,
  within_reach: true,
  photo_url: null,
};
const theo = { ...member, id: 'member-2', name: 'Theo Lang', email: 'theo@example.com' };
const trainer = { ...theo, role: 'trainer', role_name: 'Trainer' };
const answers = {
  'GET /api/members': { items: [member, trainer] },
  'GET /api/roles': {
    items: [
      { ...role, id: 'owner', name: 'Owner', description: 'Everything.' },
      role,
      { ...role, id: 'admin', name: 'Admin', within_reach: false },
      own,
    ],
  },
  'GET /api/permissions': {
    groups: [
      {
        name: 'clients',
        title: 'Clients',
        permissions: [
          {
            name: 'clients:read',
            description: 'see clients',
            scopes: ['own', 'assigned', 'all'],
            sensitive: false,
          },
          {
            name: 'clients:archive',
            description: 'archive clients',
            scopes: ['assigned', 'all'],
            sensitive: false,
          },
          {
            name: 'organization:transfer',
            description: 'hand the studio over',
            scopes: ['all'],
            sensitive: true,
          },
        ],
      },
    ],
  },
};

beforeEach(() => setViewedRole(null));

describe('the team', () => {
  it('shows who works here, and breaks no rule', async () => {
    fakeServer(answers);
    openApp('/app/settings/team', owner);
    await screen.findByText('theo@example.com');
    expect(await brokenRules()).toEqual([]);
  });

  it('shows everybody, however many pages they are', async () => {
    fakeServer({
      ...answers,
      'GET /api/members': (_: unknown, { searchParams }: URL) =>
        searchParams.get('cursor') === 'more'
          ? { items: [trainer], next_cursor: null }
          : { items: [member], next_cursor: 'more' },
    });
    openApp('/app/settings/team', owner);
    await screen.findByText('nora@example.com', { selector: 'li p' });
    await screen.findByText('theo@example.com');
  });

  it('invites with a role, and not as an owner', async () => {
    const sent = fakeServer({ ...answers, 'POST /api/members': { ...trainer, state: 'invited' } });
    openApp('/app/settings/team', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'Invite' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Name'), 'Theo Lang');
    await userEvent.type(within(dialog).getByLabelText('E-mail'), 'theo@example.com');
    await within(dialog).findByRole('radio', { name: 'Physio' });
    expect(within(dialog).queryByRole('radio', { name: 'Owner' })).toBeNull();
    expect(within(dialog).getByRole<HTMLButtonElement>('radio', { name: 'Admin' }).disabled).toBe(
      true,
    );
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Physio' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Send the invitation' }));
    await waitFor(() =>
      expect(sent).toContainEqual({
        what: 'POST /api/members',
        body: { name: 'Theo Lang', email: 'theo@example.com', role: own.id },
        search: '',
      }),
    );
  });

  it('keeps what was typed when the address is refused', async () => {
    const message = 'Somebody with this address belongs here, or is invited.';
    fakeServer({
      ...answers,
      'POST /api/members': () =>
        problem(409, 'already_member', 'Already here', [{ pointer: '/email', message }]),
    });
    openApp('/app/settings/team', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'Invite' }));
    await userEvent.type(await screen.findByLabelText('Name'), 'Theo Lang');
    const email = screen.getByLabelText('E-mail');
    await userEvent.type(email, 'theo@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Send the invitation' }));
    await screen.findByText(message);
    expect((email as HTMLInputElement).value).toBe('theo@example.com');
  });

  it('gives a member another role, and says why it cannot', async () => {
    fakeServer({
      ...answers,
      [`POST /api/members/${trainer.id}/role`]: () =>
        problem(409, 'last_owner', 'A studio keeps at least one owner.'),
    });
    openApp('/app/settings/team', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'More for Theo Lang' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Change the role…' }));
    await userEvent.click(await screen.findByRole('radio', { name: 'Physio' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('A studio keeps at least one owner.');
  });

  it('gives all clients of somebody to another, and removes them in the same step', async () => {
    const sent = fakeServer({
      ...answers,
      'GET /api/clients/counts': { active: 21, paused: 1, inactive: 0, archived: 2 },
      'POST /api/clients/hand-over': { count: 24 },
      [`DELETE /api/members/${trainer.id}`]: null,
    });
    openApp('/app/settings/team', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'More for Theo Lang' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove…' }));
    await screen.findByText('Theo Lang has 24 clients, 2 of them archived.');
    await userEvent.selectOptions(screen.getByLabelText(/Give them to/), 'Nora Berg (Owner)');
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Give clients away and remove' }));
    await screen.findByText('Theo Lang was removed. Nora Berg has 24 clients of Theo Lang now');
    const written = sent.filter(({ what }) => !what.startsWith('GET'));
    expect(written).toEqual([
      {
        what: 'POST /api/clients/hand-over',
        body: { from_member_id: trainer.id, to_member_id: member.id },
        search: '',
      },
      { what: `DELETE /api/members/${trainer.id}`, body: undefined, search: '' },
    ]);
    expect(sent).toContainEqual({
      what: 'GET /api/clients/counts',
      body: undefined,
      search: `?trainer=${trainer.id}`,
    });
  });

  it('removes nobody when their clients cannot be given away, and says why', async () => {
    const sent = fakeServer({
      ...answers,
      'GET /api/clients/counts': { active: 1 },
      'POST /api/clients/hand-over': () =>
        problem(422, 'invalid', 'Choose somebody who works here.'),
    });
    openApp('/app/settings/team', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'More for Theo Lang' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove…' }));
    await screen.findByText('Theo Lang has 1 client.');
    await userEvent.selectOptions(screen.getByLabelText(/Give them to/), 'Nora Berg (Owner)');
    await userEvent.click(screen.getByRole('button', { name: 'Give clients away and remove' }));
    await screen.findByRole('alert');
    expect(sent.some(({ what }) => what.startsWith('DELETE'))).toBe(false);
  });

  it('gives the clients of somebody who has left to another', async () => {
    const gone = { ...trainer, id: 'member-3', name: 'Lea Gone', state: 'left' };
    const sent = fakeServer({
      ...answers,
      'GET /api/members': (_: unknown, { searchParams }: URL) =>
        searchParams.getAll('state').includes('left')
          ? { items: [gone] }
          : answers['GET /api/members'],
      'GET /api/clients/counts': { active: 3 },
      'POST /api/clients/hand-over': { count: 3 },
    });
    openApp('/app/settings/team', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'Show who has left' }));
    await userEvent.click(await screen.findByRole('button', { name: 'More for Lea Gone' }));
    expect(await screen.findAllByRole('menuitem')).toHaveLength(1);
    await userEvent.click(screen.getByRole('menuitem', { name: 'Give their clients to…' }));
    await screen.findByText('Lea Gone has 3 clients.');
    await userEvent.selectOptions(screen.getByLabelText(/Give them to/), 'Theo Lang (Trainer)');
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Give clients away' }));
    await screen.findByText('Theo Lang has 3 clients of Lea Gone now');
    expect(sent).toContainEqual({
      what: 'POST /api/clients/hand-over',
      body: { from_member_id: gone.id, to_member_id: trainer.id },
      search: '',
    });
  });

  it('does not offer to give clients away that one may not change', async () => {
    fakeServer(answers);
    const permissions = { ...owner.permissions, 'clients:update': 'assigned' } as const;
    openApp('/app/settings/team', { ...owner, permissions });
    await userEvent.click(await screen.findByRole('button', { name: 'More for Theo Lang' }));
    await screen.findByRole('menuitem', { name: 'Suspend' });
    expect(screen.queryByRole('menuitem', { name: /Give their clients/ })).toBeNull();
  });

  it('offers nothing for who reaches further, nor to who may only look', async () => {
    fakeServer({
      ...answers,
      'GET /api/members': { items: [{ ...member, id: 'other', within_reach: false }] },
    });
    openApp('/app/settings/team', { ...owner, permissions: { 'members:read': 'all' } });
    await screen.findByText('nora@example.com', { selector: 'li p' });
    expect(screen.queryByRole('button', { name: /More for/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Invite' })).toBeNull();
  });
});

describe('roles', () => {
  it('stand side by side with what they see, and break no rule', async () => {
    fakeServer(answers);
    openApp('/app/settings/roles', owner);
    const table = await screen.findByRole('table');
    const row = within(table).getByRole('row', { name: /^Clients/ });
    expect(within(row).getAllByRole('cell')[0]?.textContent).toBe('Assigned');
    expect(await brokenRules()).toEqual([]);
  });

  it('are edited cell by cell, and only the cells that changed are sent', async () => {
    const sent = fakeServer({ ...answers, [`PATCH /api/roles/${own.id}`]: own });
    openApp(`/app/settings/roles/${own.id}`, owner);
    await userEvent.click(await screen.findByRole('radio', { name: 'archive clients: All' }));
    // It may archive every client and sees those assigned alone.
    await screen.findByText(/does not see as much/);
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Save role' }));
    await waitFor(() =>
      expect(sent).toContainEqual({
        what: `PATCH /api/roles/${own.id}`,
        body: { name: 'Physio', description: '', permissions: { 'clients:archive': 'all' } },
        search: '',
      }),
    );
  });

  it('do not offer what the editor lacks', async () => {
    fakeServer(answers);
    openApp(`/app/settings/roles/${own.id}`, owner);
    const beyond = await screen.findByRole<HTMLInputElement>('radio', {
      name: 'hand the studio over: All',
    });
    expect(beyond.disabled).toBe(true);
  });

  it('that are built in can be seen and copied, not changed', async () => {
    fakeServer(answers);
    openApp('/app/settings/roles/trainer', owner);
    await screen.findByRole('link', { name: 'Copy' });
    const main = within(screen.getByRole('main'));
    expect(main.getAllByRole('link').map((link) => link.textContent)).toContain('Roles');
    expect(main.queryByRole('link', { name: 'Settings' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Save role' })).toBeNull();
    for (const cell of screen.getAllByRole<HTMLInputElement>('radio')) {
      expect(cell.disabled).toBe(true);
    }
  });

  it('puts a taken name on its field', async () => {
    fakeServer({
      ...answers,
      'POST /api/roles': () =>
        problem(409, 'role_name_taken', 'Taken', [
          { pointer: '/name', message: 'There is a role called Physio already.' },
        ]),
    });
    openApp('/app/settings/roles/new?from=trainer', owner);
    const name = await screen.findByLabelText('Name');
    expect((name as HTMLInputElement).value).toBe('Trainer (copy)');
    await userEvent.click(screen.getByRole('button', { name: 'Save role' }));
    await screen.findByText('There is a role called Physio already.');
    // The button stands below the whole matrix, the field above it.
    expect(document.activeElement).toBe(name);
  });

  it('say what is missing, and below the matrix what went wrong', async () => {
    const sent = fakeServer({
      ...answers,
      'POST /api/roles': () => problem(503, 'unavailable', 'Try again in a moment'),
    });
    openApp('/app/settings/roles/new', owner);
    const name = await screen.findByLabelText('Name');
    const button = screen.getByRole('button', { name: 'Save role' });
    await userEvent.click(button);
    await screen.findByText('Enter a name.');
    expect(document.activeElement).toBe(name);
    expect(sent.some(({ what }) => what === 'POST /api/roles')).toBe(false);
    await userEvent.type(name, 'Physio');
    await userEvent.click(button);
    const told = await screen.findByText('Try again in a moment');
    expect(told.parentElement).toBe(button.parentElement);
  });

  it('can be looked as, with a way back', async () => {
    const sent = fakeServer({
      ...answers,
      'GET /api/auth/me': { ...owner, role: 'trainer', role_name: 'Trainer' },
      'GET /api/home': () => problem(404, 'not_found', 'Nothing here'),
    });
    openApp('/app/settings/roles/trainer', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'View as' }));
    await screen.findByText(/You see Stoke as/);
    await userEvent.click(screen.getByRole('button', { name: 'Be yourself again' }));
    await waitFor(() => expect(screen.queryByText(/You see Stoke as/)).toBeNull());
    expect(sent.filter(({ what }) => what === 'GET /api/auth/me')).toHaveLength(2);
  });
});
