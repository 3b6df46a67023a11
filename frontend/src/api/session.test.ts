import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { request } from './http';
import { type Me, replaceMe, sessionState, signOut, startSession } from './session';
import { accessToken, refreshAccess, setAccessToken } from './token';

const me = {
  user: { id: 'u1', name: 'Nora' },
  organization: { id: 'o1' },
  role: 'owner',
  permissions: {},
} as unknown as Me;
const other = new BroadcastChannel('stoke.session');

afterAll(() => other.close());

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no Cookie Store API
  document.cookie = 'stoke_csrf=csrf-1';
  setAccessToken('token');
  replaceMe(me);
});

const refuse = () =>
  vi.stubGlobal('fetch', async () => Response.json({ title: 'Over', code: 'x' }, { status: 401 }));

describe('session', () => {
  it('keeps the page of a session that the server ended, until its person is back', async () => {
    refuse();
    await refreshAccess('token');
    expect(sessionState()).toEqual({ status: 'expired', me });
    await refreshAccess(null);
    expect(sessionState().status).toBe('expired');
    vi.stubGlobal('fetch', async () => Response.json(me));
    await startSession({ access_token: 'new', expires_in: 600, csrf_token: 'c' });
    expect(sessionState()).toEqual({ status: 'signed-in', me });
  });

  it.each(['no_membership', 'membership_suspended'])(
    'keeps nothing of a page when its person is out (%s), says why, and ends the cookie',
    async (code) => {
      const asked: string[] = [];
      vi.stubGlobal('fetch', async (url: string) => {
        asked.push(url);
        return url.endsWith('/refresh')
          ? Response.json({ title: 'Out', detail: 'Ask Nora Berg.', code }, { status: 401 })
          : new Response(null, { status: 204 });
      });
      const heard = new Promise((done) => {
        other.onmessage = ({ data }) => data.why && done(data);
      });
      await refreshAccess('token');
      expect(sessionState()).toEqual({ status: 'anonymous', me: null, why: 'Ask Nora Berg.' });
      expect(asked).toEqual(['/api/auth/refresh', '/api/auth/logout']);
      expect(await heard).toEqual({ is: 'signed-out', why: 'Ask Nora Berg.' });
    },
  );

  it('begins anew in another studio of its person, and asks nothing there for the pages before', async () => {
    const assign = vi.fn();
    vi.stubGlobal('location', { assign });
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return url.endsWith('/refresh')
        ? Response.json({ access_token: 'of o2', organization_id: 'o2' })
        : Response.json({ title: 'Over', code: 'session_ended' }, { status: 401 });
    });
    await expect(request('POST', '/api/clients')).rejects.toMatchObject({ status: 401 });
    expect(asked).toEqual(['/api/clients', '/api/auth/refresh']);
    expect(accessToken()).toBeNull();
    expect(assign).toHaveBeenCalledWith('/');
    vi.unstubAllGlobals();
  });

  it('leaves in every tab, and also when the server cannot be told', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('offline')));
    const heard = new Promise((done) => {
      other.onmessage = ({ data }) => data.is === 'signed-out' && !data.why && done(data);
    });
    await signOut().catch(() => undefined);
    expect(sessionState().status).toBe('anonymous');
    expect(accessToken()).toBeNull();
    expect(await heard).toEqual({ is: 'signed-out' });
  });

  it.each([{ is: 'signed-out' }, { is: 'signed-in', user: 'u2' }])(
    'leaves when another tab tells %j',
    async (news) => {
      other.postMessage(news);
      await vi.waitFor(() => expect(sessionState().status).toBe('anonymous'));
    },
  );

  it('goes on when its person signed in again in another tab', async () => {
    refuse();
    await refreshAccess('token');
    vi.stubGlobal('fetch', async (url: string) =>
      Response.json(url.endsWith('/refresh') ? { access_token: 'new' } : me),
    );
    other.postMessage({ is: 'signed-in', user: 'u1' });
    await vi.waitFor(() => expect(sessionState()).toEqual({ status: 'signed-in', me }));
  });
});
