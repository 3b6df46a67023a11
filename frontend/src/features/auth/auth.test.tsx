import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { queryClient } from '@/lib/query';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

describe('login', () => {
  it('stands still: nothing is shown before it is known which other ways in there are', async () => {
    queryClient.clear();
    let tell: (answer: unknown) => void = () => undefined;
    fakeServer({
      'GET /api/auth/providers': () =>
        new Promise((resolve) => {
          tell = resolve;
        }),
    });
    openApp('/login');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(document.body.textContent).not.toContain('Welcome back');
    tell({ items: [] });
    await screen.findByRole('heading', { name: 'Welcome back' });
  });

  it('says what the server says about wrong credentials and keeps what was typed', async () => {
    fakeServer({
      'POST /api/auth/login': () =>
        problem(401, 'wrong_credentials', 'Wrong e-mail address or password'),
    });
    openApp('/login');
    await userEvent.type(await screen.findByLabelText('E-mail'), 'nora@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'not-this-one');
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Wrong e-mail address or password');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('not-this-one');
    expect(screen.queryByRole('button', { name: 'Send the confirmation again' })).toBeNull();
  });

  it('offers the mail again to whoever has not opened it', async () => {
    const sent = fakeServer({
      'POST /api/auth/login': () =>
        problem(403, 'email_unverified', 'Confirm your e-mail address first'),
      'POST /api/auth/resend-verification': { message: 'If it waits, a mail is on its way.' },
    });
    openApp('/login');
    await userEvent.type(await screen.findByLabelText('E-mail'), 'nora@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'three plain words');
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    await screen.findByText('Confirm your e-mail address first');
    await userEvent.click(screen.getByRole('button', { name: 'Send the confirmation again' }));
    await screen.findByText('If it waits, a mail is on its way.');
    expect(sent.at(-1)?.body).toEqual({ email: 'nora@example.com' });
  });

  it('does not ask the server before the form is complete', async () => {
    const sent = fakeServer({});
    openApp('/login');
    await userEvent.click(await screen.findByRole('button', { name: 'Log in' }));
    expect(await screen.findAllByRole('alert')).toHaveLength(2);
    expect(sent.filter(({ what }) => what.startsWith('POST'))).toEqual([]);
  });
});

describe('register', () => {
  it('puts the server’s errors on their fields and ends at the mail', async () => {
    let refuse = true;
    const sent = fakeServer({
      'POST /api/auth/register': () =>
        refuse
          ? problem(422, 'weak_password', 'Choose a longer password', [
              { in: 'body', pointer: '/password', message: 'Not this one.' },
            ])
          : { message: 'We sent a mail to new@example.com.' },
    });
    openApp('/register');
    await userEvent.type(await screen.findByLabelText('Your name'), 'Nora Berg');
    await userEvent.type(screen.getByLabelText('E-mail'), 'new@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'long-enough-1');
    await userEvent.type(screen.getByLabelText('Studio'), 'North');
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Create studio' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Not this one.');
    // A meter that said "Good" of a refused password would contradict it.
    expect(screen.getByText(/Longer is stronger/).parentElement?.className).toContain('hidden');
    refuse = false;
    await userEvent.click(screen.getByRole('button', { name: 'Create studio' }));
    await screen.findByRole('heading', { name: 'Check your mail' });
    screen.getByText('We sent a mail to new@example.com.');
    expect(sent.at(-1)?.body).toMatchObject({
      organization_name: 'North',
      time_zone: expect.any(String),
    });
  });
});

describe('forgotten password', () => {
  it('says where to look, and speaks of passwords', async () => {
    fakeServer({ 'POST /api/auth/forgot-password': { message: 'A mail is on its way.' } });
    openApp('/forgot');
    await userEvent.type(await screen.findByLabelText('E-mail'), 'nora@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Send the link' }));
    await screen.findByRole('heading', { name: 'Check your mail' });
    screen.getByText(/Remembered it\?/);
    expect(screen.queryByText(/Confirmed already/)).toBeNull();
  });
});

describe('verify', () => {
  it('confirms once and leads on with the address filled in', async () => {
    const confirmed = { email: 'nora@example.com', password_needed: false };
    const sent = fakeServer({ 'POST /api/auth/verify-email': confirmed });
    openApp('/verify?token=abc');
    await userEvent.click(await screen.findByRole('link', { name: 'Log in' }));
    expect((await screen.findByLabelText<HTMLInputElement>('E-mail')).value).toBe(
      'nora@example.com',
    );
    expect(sent.filter(({ what }) => what.endsWith('verify-email'))).toHaveLength(1);
  });

  it('sends who was signed up twice to the mail that sets a password', async () => {
    const contested = { email: 'nora@example.com', password_needed: true };
    fakeServer({ 'POST /api/auth/verify-email': contested });
    openApp('/verify?token=abc');
    await screen.findByText(/We mailed you a link to set the one you want/);
  });
});

describe('invite', () => {
  const invitation = {
    organization_name: 'North Barbell',
    email: 'mia@example.com',
    name: 'Mia Rossi',
    role: 'client',
    expires_at: '2030-01-01T00:00:00Z',
    account_exists: false,
  };

  it('asks a new person for name and password', async () => {
    const sent = fakeServer({
      'GET /api/invitations/abc': invitation,
      'POST /api/invitations/abc/accept': { access_token: 't', expires_in: 600, csrf_token: 'c' },
      'GET /api/auth/me': owner,
    });
    openApp('/invite/abc');
    await screen.findByRole('heading', { name: 'Train with North Barbell' });
    expect(screen.getByLabelText<HTMLInputElement>('Your name').value).toBe('Mia Rossi');
    expect(await brokenRules()).toEqual([]);
    await userEvent.type(screen.getByLabelText('Password'), 'long-enough-1');
    await userEvent.click(screen.getByRole('button', { name: /Join/ }));
    await waitFor(() => expect(sent.map(({ what }) => what)).toContain('GET /api/auth/me'));
    expect(sent.find(({ what }) => what.endsWith('accept'))?.body).toMatchObject({
      name: 'Mia Rossi',
      password: 'long-enough-1',
    });
  });

  it('asks somebody with an account for its password alone', async () => {
    fakeServer({ 'GET /api/invitations/abc': { ...invitation, account_exists: true } });
    openApp('/invite/abc');
    await screen.findByRole('heading', { name: 'Train with North Barbell' });
    expect(screen.queryByLabelText('Your name')).toBeNull();
  });

  it('says that a spent invitation does not work', async () => {
    fakeServer({
      'GET /api/invitations/abc': () => problem(410, 'invitation_spent', 'It has run out'),
    });
    openApp('/invite/abc');
    await screen.findByRole('heading', { name: 'This invitation does not work' });
    screen.getByText('It has run out');
  });
});
