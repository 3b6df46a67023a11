import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { type Me, signOut } from '@/api/session';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const rights = ['brand', 'join', 'security', 'transfer', 'suspend', 'delete', 'update'];
const boss: Me = {
  ...owner,
  permissions: {
    ...owner.permissions,
    ...Object.fromEntries(rights.map((name) => [`organization:${name}`, 'all' as const])),
  },
};
const organization = {
  id: 'org-1',
  name: 'North Barbell',
  slug: 'north',
  time_zone: 'UTC',
  units: 'metric',
  state: 'active',
  delete_after: null,
  brand_name: null,
  brand_accent: null,
  logo_url: null,
};
const settings = {
  joinable: true,
  join_text: 'Train with us.',
  join_url: 'http://stoke.test/o/north/join',
  second_factor_required: false,
  idle_minutes: null,
  absolute_hours: 36,
};
const tom = { id: 'member-2', name: 'Tom Reed', email: 'tom@example.com', role: 'trainer' };
const answers = {
  'GET /api/organization': organization,
  'GET /api/organization/settings': settings,
  'GET /api/organization/transfer': { items: [] },
  'GET /api/members': { items: [{ ...tom, id: 'member-1', role: 'owner' }, tom] },
};
const offered = {
  id: 'offer-1',
  from_member_id: 'member-1',
  from_name: 'Nora Berg',
  to_member_id: 'member-2',
  to_name: 'Tom Reed',
  expires_at: '2026-12-01T10:00:00Z',
};

describe('the studio', () => {
  it('shows an owner everything, and breaks no rule', async () => {
    fakeServer(answers);
    openApp('/app/settings/studio', boss);
    await screen.findByDisplayValue('Train with us.');
    expect(screen.getByDisplayValue('36 hours')).toBeTruthy();
    expect(await brokenRules()).toEqual([]);
  });

  it('shows a trainer the facts alone', async () => {
    fakeServer(answers);
    openApp('/app/settings/studio', { ...owner, role: 'trainer', permissions: {} });
    await screen.findByText('North Barbell', { selector: 'dd' });
    for (const card of ['Looks', 'Public sign-up', 'Rules for sign-ins', 'Owner']) {
      expect(screen.queryByRole('region', { name: card })).toBeNull();
    }
    expect(screen.queryByRole('region', { name: 'Close the studio' })).toBeNull();
  });

  it('takes a logo, and not one that is too large', async () => {
    const sent = fakeServer({
      ...answers,
      'POST /api/organization/logo': { ...organization, logo_url: '/api/logos/north' },
    });
    openApp('/app/settings/studio', boss);
    const field = await screen.findByLabelText('Logo');
    const uploads = () => sent.filter(({ what }) => what === 'POST /api/organization/logo').length;
    await userEvent.upload(
      field,
      new File([new Uint8Array(5_000_001)], 'a.png', { type: 'image/png' }),
    );
    await screen.findByText('Choose a picture of 5 MB at most.');
    expect(uploads()).toBe(0);
    await userEvent.upload(field, new File(['small'], 'b.png', { type: 'image/png' }));
    await screen.findByText('Logo saved');
    expect(uploads()).toBe(1);
    await screen.findByRole('button', { name: 'Change logo' });
  });

  it('sends cleared looks as none', async () => {
    const sent = fakeServer({ ...answers, 'PATCH /api/organization/brand': organization });
    openApp('/app/settings/studio', boss);
    await userEvent.type(await screen.findByLabelText('Colour'), '#0F766E');
    await userEvent.click(screen.getByRole('button', { name: 'Save looks' }));
    await screen.findByText('Saved');
    expect(sent).toContainEqual({
      what: 'PATCH /api/organization/brand',
      body: { brand_name: null, brand_accent: '#0f766e' },
      search: '',
    });
  });

  it('says what stands in the way of a rule, and shows the rule as it is', async () => {
    fakeServer({
      ...answers,
      'PATCH /api/organization/sign-in-rules': () =>
        problem(403, 'own_factor_missing', 'Sign in with a second factor yourself first'),
    });
    openApp('/app/settings/studio', boss);
    await userEvent.click(await screen.findByRole('switch', { name: /second factor/ }));
    await screen.findByText('Sign in with a second factor yourself first');
    const rule = screen.getByRole('switch', { name: /second factor/ });
    expect(rule.getAttribute('aria-checked')).toBe('false');
  });

  it('offers the studio to somebody of the team', async () => {
    const sent = fakeServer({
      ...answers,
      'POST /api/organization/transfer': { items: [{ ...offered, mine: 'to_withdraw' }] },
      'GET /api/auth/me': boss,
    });
    openApp('/app/settings/studio', boss);
    const card = await screen.findByRole('region', { name: 'Owner' });
    const choice = await within(card).findByLabelText('Hand the studio over to');
    await userEvent.selectOptions(choice, 'Tom Reed');
    await userEvent.click(within(card).getByRole('button', { name: 'Offer the studio' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Offer' }));
    await screen.findByText('They were told by mail');
    expect(sent).toContainEqual({
      what: 'POST /api/organization/transfer',
      body: { member_id: 'member-2' },
      search: '',
    });
  });

  it('lets whoever was offered it accept', async () => {
    const sent = fakeServer({
      ...answers,
      'GET /api/organization/transfer': { items: [{ ...offered, mine: 'to_answer' }] },
      'POST /api/organization/transfer/accept': () => new Response(null, { status: 204 }),
      'GET /api/auth/me': boss,
    });
    openApp('/app/settings/studio', { ...owner, role: 'trainer', permissions: {} });
    const card = await screen.findByRole('region', { name: 'Owner' });
    await userEvent.click(within(card).getByRole('button', { name: 'Accept' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Accept' }));
    await screen.findByText('You own North Barbell now');
    expect(sent.map(({ what }) => what)).toContain('POST /api/organization/transfer/accept');
  });

  it('deletes only with the name typed, and then shows that it is closed', async () => {
    const closed = {
      ...boss,
      held_back: 'organization_closing',
      organization: {
        ...boss.organization,
        state: 'deleting',
        delete_after: '2026-12-20T10:00:00Z',
      },
    };
    fakeServer({
      ...answers,
      'POST /api/organization/deletion': organization,
      'GET /api/auth/me': closed,
    });
    openApp('/app/settings/studio', boss);
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await userEvent.type(await screen.findByLabelText(/^Type/), 'Something else');
    await userEvent.click(screen.getByRole('button', { name: 'Delete the studio' }));
    await screen.findByText('Type the name as it is written above.');
    await userEvent.clear(screen.getByLabelText(/^Type/));
    await userEvent.type(screen.getByLabelText(/^Type/), 'north barbell');
    await userEvent.click(screen.getByRole('button', { name: 'Delete the studio' }));
    await screen.findByRole('heading', { name: 'North Barbell is being deleted' });
    await screen.findByRole('button', { name: 'Keep the studio' });
    expect(await brokenRules()).toEqual([]);
  });

  it('says in place of every page that the studio is suspended', async () => {
    fakeServer(answers);
    openApp('/app/settings/profile', {
      ...owner,
      role: 'trainer',
      permissions: {},
      held_back: 'organization_suspended',
      organization: { ...owner.organization, state: 'suspended' },
    });
    await screen.findByRole('heading', { name: 'North Barbell is suspended' });
    expect(screen.queryByRole('button', { name: 'Open the studio again' })).toBeNull();
    expect(await brokenRules()).toEqual([]);
  });
});

describe('several studios', () => {
  const two: Me = {
    ...boss,
    organizations: [
      { id: 'org-1', name: 'North Barbell', role: 'owner' },
      { id: 'org-2', name: 'South Barbell', role: 'owner', state: 'suspended' },
    ],
  };

  it('lists them, and breaks no rule', async () => {
    fakeServer(answers);
    openApp('/app/settings/studios', two);
    await screen.findByRole('button', { name: 'Switch to South Barbell' });
    expect(screen.getByText('Suspended')).toBeTruthy();
    expect(await brokenRules()).toEqual([]);
  });

  it('says why one cannot leave', async () => {
    fakeServer({
      ...answers,
      'POST /api/organization/leave': () =>
        problem(409, 'last_owner', 'A studio keeps at least one owner'),
    });
    openApp('/app/settings/studios', two);
    await userEvent.click(await screen.findByRole('button', { name: 'Leave North Barbell' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Leave' }));
    await screen.findByText('A studio keeps at least one owner');
  });
});

describe('the public page', () => {
  const page = {
    name: 'North Barbell',
    text: 'Train with us.',
    accent: '#0f766e',
    logo_url: '/api/logos/north?v=1',
  };

  it('asks for a name and an address, and says the same to everybody', async () => {
    const sent = fakeServer({
      'GET /api/join/north': page,
      'POST /api/join/north': { message: 'We sent a mail to mia@example.com. Open it to go on.' },
    });
    openApp('/o/north/join');
    await screen.findByRole('heading', { name: 'Train with North Barbell' });
    expect(await brokenRules()).toEqual([]);
    await userEvent.type(screen.getByLabelText('Your name'), 'Mia Sand');
    await userEvent.type(screen.getByLabelText('E-mail'), 'mia@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Join North Barbell' }));
    await screen.findByRole('heading', { name: 'Check your mail' });
    expect(sent.at(-1)?.body).toEqual({ name: 'Mia Sand', email: 'mia@example.com' });
  });

  it('says where there is no sign-up', async () => {
    fakeServer({
      'GET /api/join/south': () =>
        problem(404, 'not_open_to_join', 'This studio takes no sign-ups here'),
    });
    openApp('/o/south/join');
    await screen.findByRole('heading', { name: 'No sign-up here' });
    expect(await brokenRules()).toEqual([]);
  });
});

describe('an account that belongs to no studio any more', () => {
  it('founds one with what was typed at the login', async () => {
    const sent = fakeServer({
      'POST /api/auth/login': () => problem(401, 'no_membership', 'Your account belongs to none'),
      'POST /api/auth/start-over': () => problem(409, 'belongs_already', 'It belongs to one'),
      'POST /api/auth/refresh': () => problem(401, 'session_ended', 'Sign in again'),
    });
    await signOut();
    openApp('/login');
    await userEvent.type(await screen.findByLabelText('E-mail'), 'tom@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'carry-the-kettlebell');
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    await screen.findByRole('heading', { name: 'You belong to no studio now' });
    expect(await brokenRules()).toEqual([]);
    await userEvent.type(screen.getByLabelText('Studio'), 'Reed Coaching');
    await userEvent.click(screen.getByRole('button', { name: 'Create studio' }));
    await screen.findByText('It belongs to one');
    expect(sent.at(-1)?.body).toMatchObject({
      email: 'tom@example.com',
      password: 'carry-the-kettlebell',
      organization_name: 'Reed Coaching',
    });
  });

  it('is told where it is suspended, and not that it left', async () => {
    fakeServer({
      'POST /api/auth/login': () =>
        problem(401, 'membership_suspended', 'Suspended', [], {
          detail: 'You are suspended at North Barbell. Ask Nora Berg to let you in again.',
        }),
    });
    await signOut();
    openApp('/login');
    await userEvent.type(await screen.findByLabelText('E-mail'), 'tom@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'carry-the-kettlebell');
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    await screen.findByRole('heading', { name: 'You are suspended' });
    screen.getByText('You are suspended at North Barbell. Ask Nora Berg to let you in again.');
    expect(screen.queryByText(/You left it/)).toBeNull();
    expect(await brokenRules()).toEqual([]);
  });
});
