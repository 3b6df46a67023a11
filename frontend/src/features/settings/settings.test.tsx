import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const organization = { id: 'org-1', name: 'North Barbell', time_zone: 'UTC', units: 'metric' };
const answers = {
  'GET /api/organization': organization,
  'GET /api/members': {
    items: [{ id: 'member-1', name: 'Nora Berg', email: 'nora@example.com', role: 'owner' }],
  },
};

describe('settings', () => {
  it.each([
    ['profile', 'Save profile'],
    ['security', 'Change password'],
    ['studio', 'Save studio'],
  ])('shows %s to an owner, and breaks no rule', async (section, button) => {
    fakeServer(answers);
    openApp(`/app/settings/${section}`, owner);
    await screen.findByRole('button', { name: button });
    expect(await brokenRules()).toEqual([]);
  });

  it('shows the team, and breaks no rule', async () => {
    fakeServer(answers);
    openApp('/app/settings/team', owner);
    await screen.findByText('nora@example.com', { selector: 'li p' });
    expect(await brokenRules()).toEqual([]);
  });

  it('lists on a phone what the person may open', async () => {
    fakeServer(answers);
    openApp('/app/settings', { ...owner, role: 'trainer', permissions: {} });
    await screen.findByRole('link', { name: /Profile/ });
    expect(screen.queryByRole('link', { name: /Team/ })).toBeNull();
    expect(await brokenRules()).toEqual([]);
  });

  it('shows a trainer the studio without a way to change it', async () => {
    fakeServer(answers);
    openApp('/app/settings/studio', {
      ...owner,
      role: 'trainer',
      permissions: { 'members:read': 'all' },
    });
    await screen.findByText('North Barbell', { selector: 'dd' });
    expect(screen.queryByRole('button', { name: 'Save studio' })).toBeNull();
  });

  it('puts a wrong password on its field and keeps what was typed', async () => {
    fakeServer({
      ...answers,
      'POST /api/auth/change-password': () =>
        problem(422, 'invalid', 'Invalid', [
          { pointer: '/current_password', message: 'This is not your password.' },
        ]),
    });
    openApp('/app/settings/security', owner);
    const current = await screen.findByLabelText('Current password');
    await userEvent.type(current, 'not-my-password');
    await userEvent.type(screen.getByLabelText('New password'), 'a-long-new-one');
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
    await screen.findByText('This is not your password.');
    expect((current as HTMLInputElement).value).toBe('not-my-password');
  });

  it('keeps the theme with the account', async () => {
    const sent = fakeServer({
      ...answers,
      'PATCH /api/auth/me': { ...owner, user: { ...owner.user, theme: 'light' } },
    });
    openApp('/app/settings/preferences', owner);
    await userEvent.click(await screen.findByRole('radio', { name: 'Light' }));
    expect(document.documentElement.dataset['theme']).toBe('light');
    expect(sent).toContainEqual({
      what: 'PATCH /api/auth/me',
      body: { theme: 'light' },
      search: '',
    });
  });
});
