import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { replaceMe } from '@/api/session';
import { brokenRules, fakeServer, openApp, owner, problem } from '@/testing/app';

const off = { password: true, totp_confirmed_at: null, recovery_codes: 0, passkeys: [] };
const app = { ...off, totp_confirmed_at: '2026-11-01T10:00:00Z', recovery_codes: 10 };
const codes = Array.from({ length: 10 }, (_, index) => `aaaa-bbbb-cccc-dd${index}2`);
const around = {
  'GET /api/auth/me': owner,
  'GET /api/auth/sessions': { items: [] },
  'GET /api/auth/external': { items: [] },
};
const secret = {
  secret: 'BSIW7XMZ53CKSIR5',
  uri: 'otpauth://totp/Stoke:nora',
  qr_svg: 'data:image/svg+xml,%3Csvg/%3E',
};

async function card() {
  const found = await screen.findByRole('region', { name: 'Second factor' });
  await within(found).findByText('Authenticator app');
  return within(found);
}

describe('second factor', () => {
  it('adds an authenticator app by its first code, and shows the recovery codes once', async () => {
    let factors: typeof off | typeof app = off;
    const sent = fakeServer({
      ...around,
      'GET /api/auth/factors': () => factors,
      'POST /api/auth/factors/totp': secret,
      'POST /api/auth/factors/totp/confirm': () => {
        factors = app;
        return { recovery_codes: codes };
      },
    });
    openApp('/app/settings/security', owner);
    const shown = await card();
    shown.getByText('Off');
    // jsdom knows no passkeys: the page says so, and offers what works.
    shown.getByText('This browser cannot make passkeys.');
    await userEvent.click(shown.getByRole('button', { name: 'Add an app' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Add an authenticator app' }));
    await dialog.findByRole('img', { name: /QR code/ });
    dialog.getByText('BSIW 7XMZ 53CK SIR5');
    await userEvent.type(dialog.getByLabelText('Code'), '12');
    await userEvent.click(dialog.getByRole('button', { name: 'Add the app' }));
    await dialog.findByText('Enter the six digits.');
    expect(await brokenRules()).toEqual([]);
    await userEvent.type(dialog.getByLabelText('Code'), '3 456');
    await userEvent.click(dialog.getByRole('button', { name: 'Add the app' }));
    const kept = within(await screen.findByRole('dialog', { name: 'Keep your recovery codes' }));
    expect(kept.getAllByRole('listitem').map((item) => item.textContent)).toEqual(codes);
    expect(sent.find(({ what }) => what.endsWith('confirm'))?.body).toEqual({ code: '123456' });
    await userEvent.keyboard('{Escape}');
    await userEvent.click(kept.getByRole('button', { name: 'I have kept them' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    (await card()).getByText('On');
  });

  it('asks before it removes one, and for a proof where that is needed', async () => {
    let proved = false;
    const sent = fakeServer({
      ...around,
      'GET /api/auth/factors': app,
      'DELETE /api/auth/factors/totp': () =>
        proved ? new Response(null, { status: 204 }) : problem(403, 'proof_required', 'Prove it'),
      'GET /api/auth/prove': { methods: ['totp', 'recovery_code'] },
      'POST /api/auth/prove': () => {
        proved = true;
        return new Response(null, { status: 204 });
      },
    });
    openApp('/app/settings/security', owner);
    const shown = await card();
    await userEvent.click(shown.getByRole('button', { name: 'Remove the authenticator app' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Is it you?' }));
    await userEvent.type(await dialog.findByLabelText('Code'), '123456');
    await userEvent.click(dialog.getByRole('button', { name: 'Go on' }));
    await waitFor(() =>
      expect(sent.filter(({ what }) => what.startsWith('DELETE'))).toHaveLength(2),
    );
    expect(sent.find(({ what }) => what === 'POST /api/auth/prove')?.body).toEqual({
      code: '123456',
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says that it was refused when the question is closed', async () => {
    fakeServer({
      ...around,
      'GET /api/auth/factors': app,
      'POST /api/auth/factors/recovery-codes': () =>
        problem(403, 'proof_required', 'Prove that it is you to go on'),
      'GET /api/auth/prove': { methods: ['password'] },
    });
    openApp('/app/settings/security', owner);
    const shown = await card();
    await userEvent.click(shown.getByRole('button', { name: 'Make new codes' }));
    const question = within(await screen.findByRole('dialog', { name: /new recovery codes/ }));
    await userEvent.click(question.getByRole('button', { name: 'Make new codes' }));
    await screen.findByLabelText('Password');
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await screen.findByText('Prove that it is you to go on');
  });
});

describe('passkeys', () => {
  const create = vi.fn();

  beforeEach(() => {
    class FakeCredential {
      static parseCreationOptionsFromJSON = (options: unknown) => options;
      static parseRequestOptionsFromJSON = (options: unknown) => options;
      toJSON = () => ({ id: 'made' });
    }
    create.mockReset().mockImplementation(async () => new FakeCredential());
    vi.stubGlobal('PublicKeyCredential', FakeCredential);
    vi.stubGlobal('navigator', Object.assign(navigator, { credentials: { create } }));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('are made by the browser, named, and refused in words', async () => {
    const sent = fakeServer({
      ...around,
      'GET /api/auth/factors': off,
      'POST /api/auth/factors/passkeys/options': {
        ticket: 'ticket-1',
        options: { challenge: 'c' },
      },
      'POST /api/auth/factors/passkeys': { passkey: {}, recovery_codes: codes },
    });
    create.mockRejectedValueOnce(new DOMException('closed', 'NotAllowedError'));
    openApp('/app/settings/security', owner);
    const shown = await card();
    await userEvent.click(shown.getByRole('button', { name: 'Add a passkey' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Add a passkey' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Go on' }));
    await dialog.findByText(/Nothing was chosen/);
    await userEvent.click(dialog.getByRole('button', { name: 'Go on' }));
    await screen.findByRole('dialog', { name: 'Keep your recovery codes' });
    expect(create).toHaveBeenLastCalledWith({ publicKey: { challenge: 'c' } });
    expect(sent.find(({ what }) => what === 'POST /api/auth/factors/passkeys')?.body).toEqual({
      ticket: 'ticket-1',
      passkey: { id: 'made' },
      name: 'My passkey',
    });
  });
});

describe('a studio that asks for a second factor', () => {
  it('leads there before everything else', async () => {
    fakeServer({ ...around, 'GET /api/auth/factors': off });
    openApp('/app/clients', { ...owner, held_back: 'second_factor_missing', permissions: {} });
    await screen.findByRole('heading', { name: 'Protect your account first' });
    await card();
    expect(await brokenRules()).toEqual([]);
    expect(screen.queryByRole('navigation', { name: 'Main' })).toBeNull();
    // The studio opens by itself, while recovery codes may still be on the page.
    replaceMe(owner);
    await userEvent.click(await screen.findByRole('button', { name: 'Go on' }));
    await waitFor(() =>
      expect(screen.queryByRole('heading', { name: 'Protect your account first' })).toBeNull(),
    );
  });
});
