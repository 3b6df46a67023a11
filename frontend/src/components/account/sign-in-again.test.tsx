import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { replaceMe, sessionState } from '@/api/session';
import { refreshAccess, setAccessToken } from '@/api/token';
import { fakeServer, openApp, owner, problem } from '@/testing/app';

const why = 'You are suspended at North Barbell. Ask Nora Berg to let you in again.';

async function expired(code: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no Cookie Store API
  document.cookie = 'stoke_csrf=csrf-1';
  fakeServer({
    'POST /api/auth/refresh': () => problem(401, 'session_ended', 'Over'),
    'POST /api/auth/logout': () => new Response(null, { status: 204 }),
    'POST /api/auth/login': () => problem(401, code, why),
  });
  openApp('/app/settings/studio', owner);
  setAccessToken('old');
  await refreshAccess('old');
  await screen.findByText('Log in again');
  await userEvent.type(screen.getByLabelText('Password'), 'carry-the-kettlebell');
  await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
}

describe('logging in again over a page', () => {
  it('keeps the page after a wrong password', async () => {
    await expired('wrong_credentials');
    await screen.findByText(why);
    expect(sessionState().status).toBe('expired');
  });

  it('gives the page up for somebody who was suspended meanwhile', async () => {
    await expired('membership_suspended');
    await expect.poll(sessionState).toEqual({ status: 'anonymous', me: null, why });
    openApp('/login');
    await screen.findByText(`You were logged out. ${why}`);
    replaceMe(owner);
  });
});
