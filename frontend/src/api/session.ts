import { useSyncExternalStore } from 'react';
import { ApiError } from './errors';
import { onHeldBack } from './held-back';
import { request } from './http';
import {
  accessToken,
  csrfToken,
  onMoved,
  onSessionLost,
  pagesAreOf,
  refreshAccess,
  setAccessToken,
  type TokenAnswer,
} from './token';
import { setViewedRole } from './viewed-role';

export type Scope = 'own' | 'assigned' | 'all';
export type Role =
  | 'owner'
  | 'admin'
  | 'trainer'
  | 'assistant'
  | 'nutritionist'
  | 'front_desk'
  | 'client'
  | 'custom';
export type Units = 'metric' | 'imperial';
/** Unless active, its people see why, and can do nothing else. */
export type OrganizationState = 'active' | 'suspended' | 'deleting';
/** ISO day of the week that calendars begin with: Monday, Saturday or Sunday. */
export type WeekStart = 1 | 6 | 7;

/** `GET /api/auth/me`. */
export interface Me {
  user: {
    id: string;
    name: string;
    email: string;
    email_verified: boolean;
    has_password: boolean;
    time_zone: string;
    units: Units;
    theme: 'dark' | 'light' | 'system';
    locale: string;
    week_start: WeekStart;
    photo_url?: string | null;
  };
  organization: {
    id: string;
    name: string;
    slug: string;
    time_zone: string;
    state?: OrganizationState;
    /** When a studio that is being deleted will be gone. */
    delete_after?: string | null;
    brand_name?: string | null;
    brand_accent?: string | null;
    logo_url?: string | null;
  };
  member_id: string;
  role: Role;
  /** What the role is called here. */
  role_name: string;
  client_id: string | null;
  permissions: Record<string, Scope>;
  /** Why the permissions are fewer than the role's: the code of the problem that says so. */
  held_back?: string | null;
  /** Kinds of consent to ask for: never decided on, or on an older text. */
  consents_due?: string[];
  organizations: {
    id: string;
    name: string;
    role: Role;
    state?: OrganizationState;
    logo_url?: string | null;
  }[];
}

export type SessionState =
  | { status: 'unknown'; me: null }
  /** `why`: what the server said of somebody who belongs to no studio any more. */
  | { status: 'anonymous'; me: null; why?: string | undefined }
  | { status: 'signed-in'; me: Me }
  /** The server ended the session while a page was open: it stays, with what was typed, until the person signs in again. */
  | { status: 'expired'; me: Me };

let state: SessionState = { status: 'unknown', me: null };
let opening: Promise<SessionState> | null = null;
const listeners = new Set<() => void>();

function change(next: SessionState): SessionState {
  state = next;
  pagesAreOf(next.me?.organization.id ?? null);
  for (const listener of listeners) listener();
  return state;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function leave(why?: string): void {
  setViewedRole(null);
  setAccessToken(null);
  change({ status: 'anonymous', me: null, why });
}

const outside = new Set(['no_membership', 'membership_suspended']);

/** Whether the server refused somebody since they belong to no studio any more, or are suspended there. */
export function membershipGone(error: unknown): error is ApiError {
  return error instanceof ApiError && outside.has(error.code);
}

/** Leaves in every tab, with the reason: what a studio's pages hold is no longer for who looks at them. */
export function shutOut(why: string): void {
  leave(why);
  tell({ is: 'signed-out', why });
  // The cookie would only be refused again; a server that cannot be told refuses it all the same.
  void endOnServer().catch(() => undefined);
}

onSessionLost((why) => {
  if (membershipGone(why)) shutOut(why.message);
  else if (state.status === 'signed-in') change({ status: 'expired', me: state.me });
  else if (state.status !== 'expired') change({ status: 'anonymous', me: null });
});

// Suspended or removed in one studio, at home in another one: nothing of the first may stay.
onMoved(startAnew);

onHeldBack((code) => {
  // While a page was open: what it says in place of every page is in the answer.
  if (state.status === 'signed-in' && state.me.held_back !== code) {
    void reloadMe().catch(() => undefined);
  }
});

/** What tabs tell each other: they share the cookie, so they share who is signed in. */
type TabNews =
  | { is: 'signed-out'; why?: string }
  | { is: 'signed-in'; user: string }
  | { is: 'switched'; to: string };

const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('stoke.session');
const tell = (news: TabNews) => tabs?.postMessage(news);
if (tabs) {
  tabs.onmessage = ({ data }: MessageEvent<TabNews>) => {
    if (data.is === 'signed-out') leave(data.why);
    else if (data.is === 'switched') {
      if (state.me && state.me.organization.id !== data.to) startAnew();
    } else if (state.me && state.me.user.id !== data.user) leave();
    // The same person is back; a failure leaves the question where it is.
    else if (state.status === 'expired') void load().catch(() => undefined);
  };
}

/** The session as it stands, for code outside React. */
export function sessionState(): SessionState {
  return state;
}

export const onSessionChange = subscribe;

async function load(): Promise<SessionState> {
  // Without the readable cookie there is no session to renew, and asking would only cost a round trip.
  if (!csrfToken() || !(await refreshAccess())) {
    return state.status === 'anonymous' ? state : change({ status: 'anonymous', me: null });
  }
  return change({ status: 'signed-in', me: await request<Me>('GET', '/api/auth/me') });
}

/** Finds out once who is signed in. Throws NetworkError when that cannot be known. */
export function openSession(): Promise<SessionState> {
  if (state.status !== 'unknown') return Promise.resolve(state);
  opening ??= load().finally(() => {
    opening = null;
  });
  return opening;
}

/** Takes the answer of sign-in or of an accepted invitation and loads who that is. */
export async function startSession(answer: TokenAnswer): Promise<Me> {
  setAccessToken(answer.access_token);
  const me = await request<Me>('GET', '/api/auth/me');
  change({ status: 'signed-in', me });
  tell({ is: 'signed-in', user: me.user.id });
  return me;
}

/** Looks up anew what the person may do. */
export async function reloadMe(): Promise<void> {
  replaceMe(await request<Me>('GET', '/api/auth/me'));
}

/** Shows an answer of `PATCH /api/auth/me` everywhere at once. */
export function replaceMe(me: Me): void {
  change({ status: 'signed-in', me });
}

/** Loads the app as if it were opened just now: what pages hold is of the studio before. */
function startAnew(): void {
  window.location.assign('/');
}

/** Goes on in another organization of the person, here and in every tab: the session looks at one at a time. */
export async function switchOrganization(organization_id: string): Promise<void> {
  const body = { organization_id };
  setAccessToken((await request<TokenAnswer>('POST', '/api/auth/switch', { body })).access_token);
  tell({ is: 'switched', to: organization_id });
  startAnew();
}

/** After leaving the organization: the next refresh leads to another one, or to the login. */
export function leftOrganization(): void {
  setAccessToken(null);
  startAnew();
}

/** Ends the session on the server and here; here it ends even when the server cannot be told. */
export async function signOut(): Promise<void> {
  try {
    await endOnServer();
  } finally {
    leave();
    tell({ is: 'signed-out' });
  }
}

async function endOnServer(): Promise<void> {
  const csrf = csrfToken();
  const headers = new Headers(csrf ? { 'X-CSRF-Token': csrf } : {});
  const token = accessToken();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  await fetch('/api/auth/logout', { method: 'POST', credentials: 'same-origin', headers });
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(subscribe, sessionState);
}

/** The signed-in person. For pages behind a guard; throws elsewhere. */
export function useSession(): Me {
  const { me } = useSessionState();
  if (!me) throw new Error('useSession needs a signed-in page');
  return me;
}

/** The scope in which the person holds a permission, or null. */
export function usePermission(permission: string): Scope | null {
  return useSessionState().me?.permissions[permission] ?? null;
}

/** Where a person starts: clients in their own app, everybody else in the staff's. */
export function homeOf(me: Me): '/me' | '/app' {
  return me.role === 'client' ? '/me' : '/app';
}
