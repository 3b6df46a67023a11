import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { queryClient } from '@/lib/query';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

beforeEach(() => {
  queryClient.clear();
  localStorage.clear();
});

const legal = (kind: string, version: number, current_version = version) => ({
  kind,
  version,
  current_version,
  title: kind === 'terms' ? 'Terms of use' : 'Privacy notice',
  text: `What the ${kind} say.`,
});
const providers = { 'GET /api/auth/providers': { items: [] } };

describe('signing up', () => {
  it('sends the versions that stand beside the button, and shows newer ones before it sends them', async () => {
    let terms = 1;
    const sent = fakeServer({
      ...providers,
      'GET /api/legal': () => ({ items: [legal('terms', terms), legal('privacy', 4)] }),
      'POST /api/auth/register': ({ accepted }: { accepted: { terms: number } }) =>
        accepted.terms === 2
          ? { message: 'We sent a mail.' }
          : problem(422, 'invalid', 'Terms or privacy notice changed', [
              { in: 'body', pointer: '/accepted/terms', message: 'The terms changed meanwhile.' },
            ]),
    });
    openApp('/register');
    await userEvent.type(await screen.findByLabelText('Your name'), 'Nora Berg');
    await userEvent.type(screen.getByLabelText('E-mail'), 'new@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'long-enough-1');
    await userEvent.type(screen.getByLabelText('Studio'), 'North');
    const link = () => screen.getByRole('link', { name: 'terms' }).getAttribute('href');
    await waitFor(() => expect(link()).toBe('/legal/terms/1'));
    expect(screen.getByRole('link', { name: 'privacy notice' }).getAttribute('href')).toBe(
      '/legal/privacy/4',
    );
    terms = 2;
    await userEvent.click(screen.getByRole('button', { name: 'Create studio' }));
    expect((await screen.findByRole('alert')).textContent).toContain('changed meanwhile');
    await waitFor(() => expect(link()).toBe('/legal/terms/2'));
    expect(screen.getByLabelText<HTMLInputElement>('Studio').value).toBe('North');
    await userEvent.click(screen.getByRole('button', { name: 'Create studio' }));
    await screen.findByRole('heading', { name: 'Check your mail' });
    expect(sent.at(-1)?.body).toMatchObject({ accepted: { terms: 2, privacy: 4 } });
  });

  it('asks for nothing else with an invitation', async () => {
    const sent = fakeServer({
      ...providers,
      'GET /api/invitations/token-1': {
        organization_name: 'North Barbell',
        email: 'mia@example.com',
        name: 'Mia',
        role: 'client',
        role_name: 'Client',
        expires_at: '2026-12-02T10:00:00Z',
        account_exists: false,
      },
      'POST /api/invitations/token-1/accept': () => problem(410, 'invitation_spent', 'Spent'),
    });
    openApp('/invite/token-1');
    await userEvent.type(await screen.findByLabelText('Password'), 'long-enough-1');
    screen.getByText(/By joining you accept/);
    expect(screen.queryByRole('checkbox', { checked: true })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Join North Barbell' }));
    await screen.findByRole('alert');
    expect(sent.at(-1)?.body).toEqual({
      name: 'Mia',
      password: 'long-enough-1',
      time_zone: expect.any(String),
      accepted: { terms: 1, privacy: 1 },
    });
  });
});

describe('an invitation to an address that has an account', () => {
  it('offers a new password to whoever does not know theirs', async () => {
    fakeServer({
      ...providers,
      'GET /api/invitations/token-2': {
        organization_name: 'North Barbell',
        email: 'mia@example.com',
        name: 'Mia',
        role: 'client',
        role_name: 'Client',
        expires_at: '2026-12-02T10:00:00Z',
        account_exists: true,
      },
    });
    openApp('/invite/token-2');
    await screen.findByText(/Enter its password to join/);
    expect(screen.getByRole('link', { name: 'Forgotten password?' }).getAttribute('href')).toBe(
      '/forgot',
    );
    expect(await brokenRules()).toEqual([]);
  });
});

describe('a text', () => {
  it('can be read in an earlier version, which says that it is one', async () => {
    fakeServer({ 'GET /api/legal/terms/1': legal('terms', 1, 2) });
    openApp('/legal/terms/1');
    await screen.findByRole('heading', { name: 'Terms of use' });
    screen.getByText('What the terms say.');
    expect(
      screen.getByRole('link', { name: 'Read the one that stands now' }).getAttribute('href'),
    ).toBe('/legal/terms/2');
    expect(await brokenRules()).toEqual([]);
  });
});

describe('what is yet to decide', () => {
  const item = {
    kind: 'terms',
    version: 2,
    title: 'Terms of use',
    text: 'What the terms say.',
    needed: true,
    due: true,
    data_class: null,
    decision: 'given',
    decided_version: 1,
    decided_at: '2026-03-02T10:00:00Z',
  };
  const health = {
    ...item,
    kind: 'health',
    version: 1,
    title: 'Let your coaches keep notes on your health',
    needed: false,
    data_class: 'health',
    decision: null,
    decided_version: null,
    decided_at: null,
  };

  it('is asked above the page, and is over once it is decided', async () => {
    const sent = fakeServer({
      'GET /api/privacy/consents': { items: [item] },
      'POST /api/privacy/consents/terms': { ...item, due: false },
      'GET /api/auth/me': { ...owner, consents_due: [] },
    });
    openApp('/app/settings/privacy', { ...owner, consents_due: ['terms'] });
    await screen.findByText(/You decided on version 1; this is version 2/);
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
    await waitFor(() => expect(screen.queryByText(/this is version 2/)).toBeNull());
    expect(sent.find(({ what }) => what.startsWith('POST'))?.body).toEqual({
      version: 2,
      given: true,
    });
  });

  it('is asked one by one, and not in the middle of work', async () => {
    const privacy = { ...item, kind: 'privacy', version: 3, title: 'Privacy notice' };
    const me = { ...owner, consents_due: ['terms', 'privacy'] };
    fakeServer({
      'GET /api/privacy/consents': { items: [item, privacy] },
      'GET /api/members': { items: [] },
    });
    const { router } = openApp('/app/settings/privacy', me);
    await screen.findByText('1 more after this');
    expect(screen.getAllByRole('button', { name: 'Accept' })).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    await screen.findByText(/this is version 3/);
    expect(screen.queryByText('1 more after this')).toBeNull();
    await router.navigate({ to: '/app/settings/team' });
    await screen.findByRole('heading', { name: 'Team' });
    expect(screen.queryByText(/this is version 3/)).toBeNull();
  });

  it('keeps its room until it is known, and none for what was put off', async () => {
    const never = new Promise(() => undefined);
    fakeServer({ 'GET /api/privacy/consents': () => never });
    const me = { ...owner, consents_due: ['terms'] };
    const room = () => document.querySelector('main .min-h-\\[236px\\]');
    const { unmount } = openApp('/app/settings/privacy', me);
    await screen.findByRole('heading', { name: 'Privacy' });
    expect(room()).not.toBeNull();
    unmount();
    localStorage.setItem('stoke.asked', `${owner.member_id}:terms:2`);
    openApp('/app/settings/privacy', me);
    await screen.findByRole('heading', { name: 'Privacy' });
    expect(room()).toBeNull();
  });

  it('lets a client say no to notes on health as easily as yes, and put it off once for good', async () => {
    const client = { ...owner, role: 'client' as const, permissions: {}, consents_due: ['health'] };
    fakeServer({ 'GET /api/privacy/consents': { items: [health] } });
    const { unmount } = openApp('/me/account/privacy', client);
    await screen.findByRole('button', { name: 'Yes, they may' });
    screen.getByRole('button', { name: 'No' });
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(screen.queryByRole('button', { name: 'No' })).toBeNull();
    unmount();
    openApp('/me/account/privacy', client);
    await screen.findByRole('heading', { name: 'Privacy' });
    await screen.findByRole('button', { name: /^Withdraw: Let your coaches/ });
    expect(screen.queryByRole('button', { name: 'Yes, they may' })).toBeNull();
  });
});
