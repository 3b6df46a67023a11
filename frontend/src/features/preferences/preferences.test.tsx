import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const notifications = {
  items: [
    {
      name: 'account.new_device',
      title: 'A sign-in from a new device',
      text: 'Also when one was copied.',
      essential: true,
      email: true,
    },
    {
      name: 'members.joined',
      title: 'Somebody you invited has joined',
      text: 'They took up your invitation.',
      essential: false,
      email: true,
    },
  ],
  quiet_hours: null,
};

const patch = 'PATCH /api/auth/me/notifications';

function open(more: Record<string, unknown> = {}) {
  const sent = fakeServer({
    'GET /api/auth/me/notifications': notifications,
    [patch]: (body: { email?: Record<string, boolean>; quiet_hours?: unknown }) => ({
      items: notifications.items.map((item) => ({
        ...item,
        email: body.email?.[item.name] ?? item.email,
      })),
      quiet_hours: body.quiet_hours ?? null,
    }),
    ...more,
  });
  openApp('/app/settings/preferences', owner);
  return sent;
}

describe('preferences', () => {
  it('breaks no rule, and leaves no choice about what keeps the account safe', async () => {
    open();
    await screen.findByText('Always by mail');
    expect(screen.getAllByRole('switch')).toHaveLength(2);
    expect(await brokenRules()).toEqual([]);
  });

  it('offers no mail that cannot reach the person', async () => {
    fakeServer({ 'GET /api/auth/me/notifications': notifications });
    const client = { ...owner, role: 'client' as const, client_id: 'c-1', permissions: {} };
    openApp('/me/account/preferences', client);
    await screen.findByText('Always by mail');
    expect(screen.queryByText('Somebody you invited has joined')).toBeNull();
  });

  it('keeps what one wants to be told', async () => {
    const sent = open();
    await userEvent.click(await screen.findByRole('switch', { name: /has joined/ }));
    expect(sent.find(({ what }) => what === patch)?.body).toEqual({
      email: { 'members.joined': false },
    });
  });

  it('keeps quiet hours, begins with the usual ones, and saves a field when it is left', async () => {
    const sent = open();
    await userEvent.click(await screen.findByRole('switch', { name: 'Quiet hours' }));
    const from = await screen.findByLabelText('From');
    fireEvent.change(from, { target: { value: '21:30' } });
    fireEvent.blur(from);
    const saved = () => sent.filter(({ what }) => what === patch).map(({ body }) => body);
    await waitFor(() =>
      expect(saved().at(-1)).toEqual({
        quiet_hours: { start: '21:30', until: '07:00' },
      }),
    );
  });

  it('puts a choice back that could not be saved', async () => {
    open({ [patch]: () => problem(503, 'unavailable', 'Try again in a moment') });
    const choice = await screen.findByRole('switch', { name: /has joined/ });
    await userEvent.click(choice);
    await screen.findByText('Not saved: Try again in a moment');
    expect(choice.getAttribute('aria-checked')).toBe('true');
  });

  it('writes dates as the person chose, and shows how', async () => {
    const german = { ...owner, user: { ...owner.user, locale: 'de-DE', week_start: 1 } };
    const sent = open({ 'PATCH /api/auth/me': german });
    const select = await screen.findByLabelText('Language and region');
    await userEvent.selectOptions(select, 'de-DE');
    await screen.findByText(/^[^ ]+, \d+\. [^ ]+ \d{4} · 1\.234,5\. /);
    expect(sent.find(({ what }) => what.startsWith('PATCH'))?.body).toEqual({ locale: 'de-DE' });
  });
});
