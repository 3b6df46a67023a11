import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

describe('second step', () => {
  it('asks for the second factor where there is one, and lets a recovery code stand in', async () => {
    let tries = 0;
    const sent = fakeServer({
      'POST /api/auth/login': {
        status: 'second_factor',
        ticket: 'ticket-1',
        methods: ['passkey', 'totp', 'recovery_code'],
        expires_in: 300,
        passkey: {},
      },
      'POST /api/auth/second-factor': () =>
        tries++ === 0
          ? problem(401, 'wrong_proof', 'This code is not right.')
          : { status: 'signed_in', access_token: 't', expires_in: 600, csrf_token: 'c' },
      'GET /api/auth/me': owner,
    });
    openApp('/login');
    await userEvent.type(await screen.findByLabelText('E-mail'), 'nora@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'a long password');
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    // This browser has no passkeys: the next best way is asked for.
    const code = await screen.findByLabelText('Code');
    expect(document.activeElement).toBe(code);
    await userEvent.type(code, '123 456');
    expect(await brokenRules()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await screen.findByText('This code is not right.');
    expect(sent.at(-1)?.body).toEqual({ ticket: 'ticket-1', code: '123456' });
    await userEvent.click(screen.getByRole('button', { name: 'Use a recovery code' }));
    await userEvent.type(screen.getByLabelText('Recovery code'), 'k3mv-9zta-hq4x-p7cd');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(sent.map(({ what }) => what)).toContain('GET /api/auth/me'));
  });
});
