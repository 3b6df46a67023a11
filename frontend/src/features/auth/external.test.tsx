import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const entered = { status: 'signed_in', access_token: 't', expires_in: 600, csrf_token: 'c' };

/** The page as the server's redirect leaves it. */
function backWith(hash: string) {
  history.replaceState(null, '', `/external#${hash}`);
  return openApp('/external');
}

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
  history.replaceState(null, '', '/');
});

describe('sign-in elsewhere', () => {
  it('is offered where it is set up, and keeps where one wanted to go', async () => {
    const assign = vi.fn();
    vi.stubGlobal('location', { ...location, hash: '', assign });
    const sent = fakeServer({
      'GET /api/auth/providers': { items: ['google'] },
      'POST /api/auth/external/google': { url: 'https://accounts.example/authorize' },
    });
    openApp('/login?next=%2Fapp%2Fclients');
    await userEvent.click(await screen.findByRole('button', { name: 'Continue with Google' }));
    expect(await brokenRules()).toEqual([]);
    await waitFor(() => expect(assign).toHaveBeenCalledWith('https://accounts.example/authorize'));
    expect(sent.at(-1)?.body).toEqual({ remember: true });
    expect(JSON.parse(sessionStorage.getItem('stoke.external') ?? '')).toEqual({
      next: '/app/clients',
    });
    vi.unstubAllGlobals();
  });

  it('takes up an invitation with the versions that stood beside it', async () => {
    sessionStorage.setItem(
      'stoke.external',
      JSON.stringify({ invitation: 'token-1', accepted: { terms: 2, privacy: 1 } }),
    );
    const sent = fakeServer({
      'POST /api/auth/external/finish': entered,
      'GET /api/auth/me': owner,
    });
    backWith('ticket=ticket-1&provider=google');
    await waitFor(() => expect(sent.map(({ what }) => what)).toContain('GET /api/auth/me'));
    expect(sent.find(({ what }) => what.endsWith('/finish'))?.body).toMatchObject({
      invitation: 'token-1',
      accepted: { terms: 2, privacy: 1 },
    });
  });

  it('asks for the password once where the address has an account', async () => {
    const sent = fakeServer({
      'POST /api/auth/external/finish': (body: unknown) =>
        (body as { password?: string }).password
          ? entered
          : problem(409, 'external_link_needed', 'Enter the password.', [], {
              email: 'nora@example.com',
            }),
      'GET /api/auth/me': owner,
    });
    backWith('ticket=ticket-1&provider=google');
    await userEvent.type(await screen.findByLabelText('Password'), 'a long password');
    expect(location.hash).toBe('');
    expect(screen.getByRole('link', { name: 'Forgotten password?' }).getAttribute('href')).toBe(
      '/forgot',
    );
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Connect and log in' }));
    await waitFor(() => expect(sent.map(({ what }) => what)).toContain('GET /api/auth/me'));
    expect(sent.filter(({ what }) => what.endsWith('/finish')).at(-1)?.body).toMatchObject({
      ticket: 'ticket-1',
      password: 'a long password',
    });
  });

  it('makes a studio for somebody new, without a password', async () => {
    const sent = fakeServer({
      'POST /api/auth/external/finish': (body: unknown) =>
        (body as { organization_name?: string }).organization_name
          ? entered
          : problem(409, 'external_unknown', 'Nobody yet.', [], {
              email: 'robin@example.com',
              name: 'Robin',
            }),
      'GET /api/auth/me': owner,
    });
    backWith('ticket=ticket-2&provider=google');
    expect(await screen.findByLabelText('Your name')).toHaveProperty('value', 'Robin');
    await userEvent.type(screen.getByLabelText('Studio'), 'Iron Works');
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Create studio' }));
    await waitFor(() => expect(sent.map(({ what }) => what)).toContain('GET /api/auth/me'));
  });

  it('founds a studio for somebody who belongs to none, by the same ticket', async () => {
    const sent = fakeServer({
      'POST /api/auth/external/finish': (body: unknown) =>
        (body as { organization_name?: string }).organization_name
          ? entered
          : problem(401, 'no_membership', 'Your account belongs to no organization now'),
      'GET /api/auth/me': owner,
    });
    backWith('ticket=ticket-3&provider=google');
    await screen.findByRole('heading', { name: 'You belong to no studio now' });
    expect(await brokenRules()).toEqual([]);
    await userEvent.type(screen.getByLabelText('Studio'), 'Reed Coaching');
    await userEvent.click(screen.getByRole('button', { name: 'Create studio' }));
    await waitFor(() => expect(sent.map(({ what }) => what)).toContain('GET /api/auth/me'));
    expect(sent.filter(({ what }) => what.endsWith('/finish')).at(-1)?.body).toEqual({
      ticket: 'ticket-3',
      organization_name: 'Reed Coaching',
      time_zone: expect.any(String),
      accepted: { terms: 1, privacy: 1 },
    });
  });

  it('says what went wrong, and leads back', async () => {
    fakeServer({});
    backWith('error=external_refused&provider=google');
    await screen.findByText('That sign-in was cancelled, or took too long. Begin it again.');
    expect(screen.getByRole('link', { name: 'Back to log in' })).toBeTruthy();
    expect(await brokenRules()).toEqual([]);
  });
});
