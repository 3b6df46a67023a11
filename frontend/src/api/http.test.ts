import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, NetworkError } from './errors';
import { request } from './http';
import { onProofAsked } from './proof';
import { onSessionLost, refreshAccess, setAccessToken } from './token';

const fetchMock = vi.fn<typeof fetch>();

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

function call(index: number): { url: string; headers: Headers; init: RequestInit } {
  const [url, init = {}] = fetchMock.mock.calls[index] ?? [];
  return { url: String(url), headers: new Headers(init.headers), init };
}

beforeEach(() => {
  fetchMock.mockReset();
  vi.stubGlobal('fetch', fetchMock);
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no Cookie Store API
  document.cookie = 'stoke_csrf=csrf-1';
  setAccessToken('old');
});

describe('request', () => {
  it('fills path and query, and leaves out what is not given', async () => {
    fetchMock.mockResolvedValue(json(200, { ok: true }));
    await request('GET', '/api/clients/{client_id}', {
      path: { client_id: 'a/b' },
      query: { status: ['active', 'paused'], q: undefined, limit: 20 },
    });
    expect(call(0).url).toBe('/api/clients/a%2Fb?status=active&status=paused&limit=20');
    expect(call(0).headers.get('Authorization')).toBe('Bearer old');
  });

  it('sends a body and an idempotency key', async () => {
    fetchMock.mockResolvedValue(json(201, { id: '1' }));
    await request('POST', '/api/clients', { body: { first_name: 'Mia' }, idempotencyKey: 'k' });
    expect(call(0).init.body).toBe('{"first_name":"Mia"}');
    expect(call(0).headers.get('Idempotency-Key')).toBe('k');
  });

  it('refreshes once after a 401 and repeats the request', async () => {
    fetchMock
      .mockResolvedValueOnce(json(401, {}))
      .mockResolvedValueOnce(json(200, { access_token: 'new' }))
      .mockResolvedValueOnce(json(200, { id: '1' }));
    await expect(request('GET', '/api/home')).resolves.toEqual({ id: '1' });
    expect(call(1).url).toBe('/api/auth/refresh');
    expect(call(1).headers.get('X-CSRF-Token')).toBe('csrf-1');
    expect(call(2).headers.get('Authorization')).toBe('Bearer new');
  });

  it('shares one refresh between requests', async () => {
    fetchMock.mockImplementation(async (url, init) => {
      if (url === '/api/auth/refresh') return json(200, { access_token: 'new' });
      const fresh = new Headers(init?.headers).get('Authorization') === 'Bearer new';
      return fresh ? json(200, {}) : json(401, {});
    });
    await Promise.all([
      request('GET', '/api/a'),
      request('GET', '/api/b'),
      request('GET', '/api/c'),
    ]);
    const refreshes = fetchMock.mock.calls.filter(([url]) => url === '/api/auth/refresh');
    expect(refreshes).toHaveLength(1);
  });

  it('says when the session is over', async () => {
    const lost = vi.fn();
    const stop = onSessionLost(lost);
    fetchMock.mockImplementation(async () =>
      json(401, { title: 'Sign in again', code: 'unauthenticated' }),
    );
    await expect(request('GET', '/api/home')).rejects.toMatchObject({ status: 401 });
    expect(lost).toHaveBeenCalledOnce();
    stop();
  });

  it('keeps the session when the refresh cannot reach the server', async () => {
    const lost = vi.fn();
    const stop = onSessionLost(lost);
    fetchMock.mockRejectedValue(new TypeError('failed'));
    await expect(refreshAccess('old')).rejects.toBeInstanceOf(NetworkError);
    expect(lost).not.toHaveBeenCalled();
    stop();
  });

  it('throws problem details as they are, and something readable for the rest', async () => {
    fetchMock.mockResolvedValueOnce(
      json(422, {
        title: 'Invalid',
        code: 'invalid',
        errors: [{ pointer: '/email', message: 'Taken' }],
      }),
    );
    const refused = await request('POST', '/api/clients').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect((refused as ApiError).fields).toEqual([{ pointer: '/email', message: 'Taken' }]);
    fetchMock.mockResolvedValueOnce(new Response('<html>', { status: 502 }));
    await expect(request('GET', '/api/home')).rejects.toMatchObject({ code: 'http_502' });
  });
});

describe('a request that asks for a proof', () => {
  const refusal = () => json(403, { title: 'Prove it', code: 'proof_required', status: 403 });

  it('goes on by itself once the person has proved it, whoever else waits for that', async () => {
    const prove = vi.fn(async () => true);
    const forget = onProofAsked(prove);
    fetchMock.mockResolvedValueOnce(refusal());
    fetchMock.mockResolvedValueOnce(refusal());
    fetchMock.mockImplementation(async () => json(200, { ok: true }));
    const both = [request('POST', '/api/a', { body: { a: 1 } }), request('POST', '/api/b')];
    expect(await Promise.all(both)).toEqual([{ ok: true }, { ok: true }]);
    expect(prove).toHaveBeenCalledTimes(1);
    const bodies = fetchMock.mock.calls
      .filter(([url]) => url === '/api/a')
      .map(([, init]) => init?.body);
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
    forget();
  });

  it('fails as it was refused when the person would not, or nobody is there to ask', async () => {
    fetchMock.mockImplementation(async () => refusal());
    const forget = onProofAsked(async () => false);
    await expect(request('POST', '/api/a')).rejects.toMatchObject({ code: 'proof_required' });
    forget();
    await expect(request('POST', '/api/a')).rejects.toMatchObject({ code: 'proof_required' });
    expect(fetchMock).toHaveBeenCalledTimes(2);
  });

  it('does not ask a second time in a row', async () => {
    const prove = vi.fn(async () => true);
    const forget = onProofAsked(prove);
    fetchMock.mockImplementation(async () => refusal());
    await expect(request('POST', '/api/a')).rejects.toMatchObject({ code: 'proof_required' });
    expect(prove).toHaveBeenCalledTimes(1);
    forget();
  });
});
