import { errorFrom, NetworkError } from './errors';
import { noteRefusal } from './held-back';
import { askProof } from './proof';
import { noteReach } from './reach';
import { accessToken, refreshAccess } from './token';
import { viewedRole } from './viewed-role';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What hey-api generates for an operation (`ListClientsData`): where it is and what it takes. */
export interface OperationData {
  url: string;
  path?: unknown;
  query?: unknown;
  body?: unknown;
}

interface Extras {
  signal?: AbortSignal;
  /** Repeating a POST with the same key returns the first answer. Make it with `idempotencyKey()`. */
  idempotencyKey?: string;
  /** Sends no token and tries no refresh: sign-in, invitations and the like. */
  anonymous?: boolean;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
}

type Input<D extends OperationData> = Pick<D, Extract<keyof D, 'path' | 'query' | 'body'>> & Extras;
/** Generated response maps are keyed by status (`{200: Client}`); the answer is any of their values. */
type Answer<R> = R[keyof R];
type Parameters = Record<string, unknown>;

function buildUrl(template: string, path: unknown, query: unknown): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((path as Parameters)[name])),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries((query ?? {}) as Parameters)) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) search.append(key, String(item));
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

async function send(url: string, init: RequestInit, token: string | null): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('Authorization', `Bearer ${token}`);
  const seen = token && viewedRole();
  if (seen) headers.set('X-View-As', seen.id);
  try {
    const response = await fetch(url, { ...init, headers, credentials: 'same-origin' });
    noteReach(true);
    return response;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    noteReach(false);
    throw new NetworkError(cause);
  }
}

/**
 * Sends one request; after a 401 refreshes the access token and tries once more, and where a proof is asked for, lets
 * the person give it and tries once more. Throws ApiError or NetworkError.
 */
export async function request<T>(
  method: Method,
  template: string,
  input: Parameters & Extras = {},
): Promise<T> {
  const response = await exchange(method, template, input);
  return (response.status === 204 ? undefined : await readBody(response)) as T;
}

/** A file that only signed-in people get, such as a photo. Throws ApiError or NetworkError. */
export async function requestBlob(url: string, signal: AbortSignal): Promise<Blob> {
  return await (await exchange('GET', url, { signal })).blob();
}

async function exchange(
  method: Method,
  template: string,
  input: Parameters & Extras,
): Promise<Response> {
  const url = buildUrl(template, input['path'], input['query']);
  const headers = new Headers({ Accept: 'application/json' });
  const init: RequestInit = { method, headers };
  if (input['body'] instanceof Blob) {
    // A file goes as it is; fetch takes its kind from it.
    init.body = input['body'];
  } else if (input['body'] !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(input['body']);
  }
  if (input.idempotencyKey) headers.set('Idempotency-Key', input.idempotencyKey);
  if (input.signal) init.signal = input.signal;
  if (input.keepalive) init.keepalive = true;

  const token = input.anonymous ? null : accessToken();
  let response = await send(url, init, token);
  if (response.status === 401 && !input.anonymous) {
    const renewed = await refreshAccess(token);
    if (renewed) response = await send(url, init, renewed);
  }
  if (response.ok) return response;
  const error = await errorFrom(response);
  noteRefusal(error.code);
  if (input.anonymous || error.code !== 'proof_required' || !(await askProof())) throw error;
  response = await send(url, init, accessToken());
  if (!response.ok) throw await errorFrom(response);
  return response;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

function verb(method: Method) {
  return <D extends OperationData, R>(url: D['url'], input?: Input<D>): Promise<Answer<R>> =>
    request(method, url, (input ?? {}) as Parameters & Extras);
}

/**
 * Typed by what `npm run generate` writes:
 * `api.get<ListClientsData, ListClientsResponses>('/api/clients', { query: { q } })`.
 */
export const api = {
  get: verb('GET'),
  post: verb('POST'),
  put: verb('PUT'),
  patch: verb('PATCH'),
  delete: verb('DELETE'),
};

/** One key per intention: make it when the form opens, keep it across retries. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
