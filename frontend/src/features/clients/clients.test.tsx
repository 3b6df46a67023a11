import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const client = {
  id: 'client-1',
  first_name: 'Mia',
  last_name: 'Rossi',
  email: 'mia@example.com',
  phone: null,
  status: 'active',
  trainer: { member_id: 'member-1', name: 'Nora Berg' },
  access: 'none',
  facts: {
    last_workout_on: null,
    week_done: 0,
    week_planned: 3,
    streak_weeks: 0,
    adherence_28: null,
    program_name: null,
    program_ends_on: null,
    next_workout_on: null,
  },
  created_at: '2026-11-01T10:00:00Z',
  birth_date: null,
  sex: null,
  time_zone: null,
  goal: null,
  notes: null,
  health_note: null,
  withheld: [],
  archived_at: null,
  invitation: null,
};

const answers = {
  'GET /api/clients': { items: [client], next_cursor: null },
  'GET /api/clients/counts': { active: 1, paused: 0, inactive: 0, archived: 0 },
  'GET /api/members': {
    items: [{ id: 'member-1', name: 'Nora Berg', email: null, role: 'owner' }],
  },
  'GET /api/clients/client-1': client,
};

// The list measures itself; jsdom has no sizes.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
});

describe('clients', () => {
  it('asks the server for what the address says', async () => {
    const sent = fakeServer(answers);
    openApp('/app/clients?q=mi&status=paused&sort=adherence', owner);
    await screen.findByRole('grid', { name: 'Clients' });
    const list = sent.find(({ what }) => what === 'GET /api/clients');
    expect(list?.search).toBe('?q=mi&status=paused&sort=adherence&limit=50');
  });

  it('says that nobody fits and leads back', async () => {
    fakeServer({
      ...answers,
      'GET /api/clients': { items: [], next_cursor: null },
      'GET /api/clients/counts': { active: 0, paused: 0, inactive: 0, archived: 0 },
    });
    const { router } = openApp('/app/clients?q=zzz', owner);
    await screen.findByText('Nobody fits');
    await userEvent.click(screen.getByRole('button', { name: 'Show all clients' }));
    await screen.findByText('No clients yet');
    expect(router.state.location.searchStr).toBe('');
  });

  it('says when everybody is archived, and shows them', async () => {
    const sent = fakeServer({
      ...answers,
      'GET /api/clients': (_: unknown, url: URL) => ({
        items: url.searchParams.get('status') === 'archived' ? [client] : [],
        next_cursor: null,
      }),
      'GET /api/clients/counts': { active: 0, paused: 0, inactive: 0, archived: 2 },
    });
    const { router } = openApp('/app/clients', owner);
    await screen.findByText('Only archived clients');
    screen.getByText(/^Nobody is current\. 2 clients in the archive/);
    expect(screen.queryByText('No clients yet')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show archived' }));
    await waitFor(() => expect(screen.queryByText('Only archived clients')).toBeNull());
    expect(router.state.location.searchStr).toBe('?status=archived');
    expect(sent.at(-1)?.search).toContain('status=archived');
  });

  it('offers another try when the list did not load', async () => {
    let fails = true;
    fakeServer({
      ...answers,
      'GET /api/clients': () =>
        fails ? problem(500, 'internal', 'Broken') : answers['GET /api/clients'],
    });
    openApp('/app/clients', owner);
    const again = await screen.findByRole('button', { name: 'Try again' });
    fails = false;
    await userEvent.click(again);
    await screen.findByRole('grid', { name: 'Clients' });
  });

  it('adds a client with an invitation, and keeps what was typed when the address is taken', async () => {
    let taken = true;
    const sent = fakeServer({
      ...answers,
      'POST /api/clients': () =>
        taken
          ? problem(409, 'client_email_taken', 'Taken', [
              { in: 'body', pointer: '/email', message: 'Another client has this e-mail address.' },
            ])
          : client,
      'POST /api/clients/client-1/invite': { ...client, access: 'invited' },
    });
    const { router } = openApp('/app/clients?add=true', owner);
    const dialog = within(await screen.findByRole('dialog', { name: 'Add client' }));
    await userEvent.type(dialog.getByLabelText('First name'), 'Mia');
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Invite by e-mail now' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Add client' }));
    await dialog.findByText('An invitation needs an e-mail address.');
    await userEvent.type(dialog.getByRole('textbox', { name: /E-mail/ }), 'mia@example.com');
    await userEvent.click(dialog.getByRole('button', { name: 'Add client' }));
    await dialog.findByText('Another client has this e-mail address.');
    expect(dialog.getByLabelText<HTMLInputElement>('First name').value).toBe('Mia');
    taken = false;
    await userEvent.click(dialog.getByRole('button', { name: 'Add client' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/app/clients/client-1'));
    expect(sent.map(({ what }) => what)).toContain('POST /api/clients/client-1/invite');
  });
});

describe('a client', () => {
  it('is shown with everything that is known, accessibly', async () => {
    fakeServer(answers);
    openApp('/app/clients/client-1', owner);
    await screen.findByRole('heading', { name: 'Mia Rossi' });
    screen.getByRole('button', { name: 'Invite by e-mail' });
    expect(await brokenRules()).toEqual([]);
  });

  it('is archived with a way back', async () => {
    const archived = { ...client, status: 'archived' };
    fakeServer({
      ...answers,
      'DELETE /api/clients/client-1': archived,
      'POST /api/clients/client-1/restore': client,
    });
    openApp('/app/clients/client-1', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'Archive' }));
    await screen.findByText('Archived. Their history is kept; they cannot log in.');
    await userEvent.click(await screen.findByRole('button', { name: 'Restore' }));
    await screen.findByRole('button', { name: 'Archive' });
  });

  it('is archived with a word on the invitation that does not come back', async () => {
    const invited = { ...client, access: 'invited' };
    fakeServer({
      ...answers,
      'GET /api/clients/client-1': invited,
      'DELETE /api/clients/client-1': { ...client, status: 'archived' },
    });
    openApp('/app/clients/client-1', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'Archive' }));
    await screen.findByText(/the invitation withdrawn\. Undo does not send it again\./);
  });

  it('shows each finished workout, which opens by its address and can be corrected', async () => {
    const workout = {
      id: '00000000-0000-7000-8000-000000000001',
      client_id: 'client-1',
      workout_id: null,
      name: 'Lower 1',
      status: 'finished',
      started_at: '2026-11-17T17:00:00Z',
      finished_at: '2026-11-17T18:00:00Z',
      local_date: '2026-11-17',
      time_zone: 'Europe/Berlin',
      notes: null,
      effort: 6,
      sets: 1,
      reps: 5,
      volume_kg: 500,
      duration_s: 3600,
      records_count: 0,
    };
    const set = {
      id: 'set-1',
      exercise_log_id: 'log-1',
      set_number: 1,
      kind: 'working',
      reps: 5,
      weight_kg: 100,
      rpe: null,
      duration_s: null,
      distance_m: null,
      done_at: '2026-11-17T17:10:00Z',
      revision: 7,
      deleted: false,
    };
    const exercise = {
      id: 'log-1',
      position: 0,
      block_id: null,
      prescription_id: null,
      exercise_id: 'squat',
      exercise_name: 'Back Squat',
      planned_exercise_id: null,
      planned_exercise_name: null,
      measurement: 'weight_reps',
      note: null,
      sets: [set],
    };
    const sent = fakeServer({
      ...answers,
      'GET /api/clients/client-1/workout-history': {
        items: [{ ...workout, exercises: [{ id: 'squat', name: 'Back Squat' }] }],
        next_cursor: null,
      },
      [`GET /api/session-logs/${workout.id}`]: {
        session: workout,
        exercises: [exercise],
        records: [],
      },
      [`POST /api/session-logs/${workout.id}/sets`]: { applied: 1, sets: [], exercises: [] },
    });
    const { router } = openApp('/app/clients/client-1?tab=history', {
      ...owner,
      permissions: { ...owner.permissions, 'workouts:log': 'all' },
    });
    await userEvent.click(await screen.findByRole('link', { name: /Lower 1/ }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Lower 1' }));
    expect(router.state.location.search).toEqual({ tab: 'history', session: workout.id });
    await userEvent.click(
      await sheet.findByRole('button', { name: 'Correct set 1 of Back Squat' }),
    );
    const weight = await sheet.findByRole('spinbutton', { name: /Weight/ });
    await userEvent.clear(weight);
    await userEvent.type(weight, '10');
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    await screen.findByText('Set corrected');
    const { body } = sent.find(({ what }) => what.startsWith('POST')) ?? {};
    expect(body).toEqual({
      sets: [{ ...set, weight_kg: 10, revision: expect.any(Number) }],
      exercises: [],
    });
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ tab: 'history' }));
  });

  it('sends only the fields that were changed', async () => {
    const sent = fakeServer({ ...answers, 'PATCH /api/clients/client-1': client });
    openApp('/app/clients/client-1', owner);
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    await userEvent.type(await screen.findByRole('textbox', { name: /Health/ }), 'Left knee');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(sent.find(({ what }) => what.startsWith('PATCH'))?.body).toEqual({
        health_note: 'Left knee',
      }),
    );
  });

  it('that is not there leads back to all', async () => {
    fakeServer(answers);
    openApp('/app/clients/nobody', owner);
    await screen.findByText('This client is not here');
  });
});
