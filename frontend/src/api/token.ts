import { type ApiError, errorFrom, NetworkError } from './errors';
import { noteReach } from './reach';

/** What sign-in and refresh answer. */
export interface TokenAnswer {
  access_token: string;
  /** Seconds. */
  expires_in: number;
  csrf_token: string;
  /** Where the token is for. */
  organization_id?: string;
}

// Kept in memory only: script of another origin that got in could read storage, and a closed tab forgets.
let current: string | null = null;
/** The organization whose pages are open. */
let home: string | null = null;
let inFlight: Promise<string | null> | null = null;
const lostListeners = new Set<(why: ApiError | null) => void>();

export function accessToken(): string | null {
  return current;
}

export function setAccessToken(token: string | null): void {
  current = token;
}

const movedListeners = new Set<() => void>();

/** From now on a token for another organization is none for the pages that are open. */
export function pagesAreOf(organization: string | null): void {
  home = organization;
}

/** Told when the session goes on in another organization, since the person belongs to the one before no more. */
export function onMoved(listener: () => void): () => void {
  movedListeners.add(listener);
  return () => movedListeners.delete(listener);
}

/** Told when the session ended on the server, and what it said: refused, revoked or expired. */
export function onSessionLost(listener: (why: ApiError | null) => void): () => void {
  lostListeners.add(listener);
  return () => lostListeners.delete(listener);
}

export function csrfToken(): string | null {
  const pair = document.cookie.split('; ').find((part) => part.startsWith('stoke_csrf='));
  return pair ? decodeURIComponent(pair.slice('stoke_csrf='.length)) : null;
}

async function rotate(): Promise<string | null> {
  const csrf = csrfToken();
  if (!csrf) return lost(null);
  let response: Response;
  try {
    response = await fetch('/api/auth/refresh', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'X-CSRF-Token': csrf },
    });
  } catch (cause) {
    noteReach(false);
    throw new NetworkError(cause);
  }
  noteReach(true);
  if (response.status === 401 || response.status === 403) return lost(await errorFrom(response));
  if (!response.ok) throw await errorFrom(response);
  const answer = (await response.json()) as TokenAnswer;
  if (home !== null && answer.organization_id && answer.organization_id !== home) return moved();
  current = answer.access_token;
  return current;
}

/** What was asked for was of the studio before: it is not asked again, least of all written, in another one. */
function moved(): null {
  current = null;
  for (const listener of movedListeners) listener();
  return null;
}

function lost(why: ApiError | null): null {
  current = null;
  for (const listener of lostListeners) listener(why);
  return null;
}

/**
 * A new access token, or null when the session is over. Calls in one tab share one request, and tabs take
 * turns under a Web Lock: two that rotate the same refresh token at once would look like a stolen one.
 * `stale` is the token that was refused; one that came in the meantime is returned as it is.
 * Throws NetworkError when the server cannot be reached; the session then stays.
 */
export function refreshAccess(stale: string | null = null): Promise<string | null> {
  if (current !== null && current !== stale) return Promise.resolve(current);
  inFlight ??= locked(rotate).finally(() => {
    inFlight = null;
  });
  return inFlight;
}

function locked(work: () => Promise<string | null>): Promise<string | null> {
  // Absent without a secure context; the server's grace for a doubled refresh covers that case.
  return 'locks' in navigator ? navigator.locks.request('stoke.refresh', work) : work();
}
