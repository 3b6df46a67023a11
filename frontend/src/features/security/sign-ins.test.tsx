import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const here = {
  id: 'here',
  device: 'Firefox on Linux',
  kind: 'computer',
  organization: 'North Barbell',
  address: '192.0.2.7',
  place: null,
  methods: ['password'],
  remembered: true,
  signed_in_at: '2026-11-20T08:00:00Z',
  last_used_at: '2026-11-20T08:00:00Z',
  ends_at: '2026-12-20T08:00:00Z',
  current: true,
};
const phone = {
  ...here,
  id: 'phone',
  device: 'Safari on iPhone',
  kind: 'phone',
  address: '198.51.100.3',
  place: 'DE',
  current: false,
};

function open(items: unknown[], more: Record<string, unknown> = {}) {
  let shown = items;
  const sent = fakeServer({
    'GET /api/auth/sessions': () => ({ items: shown }),
    'DELETE /api/auth/sessions/phone': () => {
      shown = [here];
      return new Response(null, { status: 204 });
    },
    'DELETE /api/auth/sessions': () => {
      shown = [here];
      return new Response(null, { status: 204 });
    },
    ...more,
  });
  openApp('/app/settings/security', owner);
  return sent;
}

const devices = async () => within(await screen.findByRole('region', { name: 'Devices' }));

describe('devices', () => {
  it('names each with its place, marks this one, and breaks no rule', async () => {
    open([here, phone]);
    await screen.findByText('Safari on iPhone');
    const card = await devices();
    expect(card.getByText('This device')).toBeTruthy();
    expect(card.getByText(/Germany, 198\.51\.100\.3/)).toBeTruthy();
    expect(card.getByText(/^192\.0\.2\.7 · in use now/)).toBeTruthy();
    expect(card.queryByRole('button', { name: 'Log out Firefox on Linux' })).toBeNull();
    expect(await brokenRules()).toEqual([]);
  });

  it('logs one out and shows the rest', async () => {
    const sent = open([here, phone]);
    await userEvent.click(await screen.findByRole('button', { name: 'Log out Safari on iPhone' }));
    await screen.findByText('Safari on iPhone is logged out.');
    expect(sent.some(({ what }) => what === 'DELETE /api/auth/sessions/phone')).toBe(true);
    expect((await devices()).queryByText('Safari on iPhone')).toBeNull();
  });

  it('asks before it logs out all others, and offers that only where there are some', async () => {
    const sent = open([here, phone]);
    await userEvent.click(await screen.findByRole('button', { name: 'Log out the others' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(sent.some(({ what }) => what.startsWith('DELETE'))).toBe(false);
    await userEvent.click(dialog.getByRole('button', { name: 'Log out the others' }));
    await screen.findByText('Every other device is logged out.');
    expect(screen.queryByRole('button', { name: 'Log out the others' })).toBeNull();
  });

  it('says when one could not be logged out, and keeps it in the list', async () => {
    open([here, phone], {
      'DELETE /api/auth/sessions/phone': () => problem(503, 'unavailable', 'Try again in a moment'),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Log out Safari on iPhone' }));
    await screen.findByText('Try again in a moment');
    expect((await devices()).getByText('Safari on iPhone')).toBeTruthy();
  });
});
