import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { noteReach } from '@/api/reach';
import { onSessionChange, reloadMe, sessionState } from '@/api/session';
import { refreshAccess } from '@/api/token';
import { LiveConnection, type LiveStatus } from './connection';
import type { LiveEvent } from './protocol';

type KeysOf = (event: LiveEvent) => readonly QueryKey[];

const invalidations = new Map<string, Set<KeysOf>>();

const connection = new LiveConnection({
  open: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, 'ws'))),
  token: renewed,
  random: Math.random,
  age: () => performance.now(),
});

/** A socket that was refused may have been so over a change of role: what one may do is asked anew. */
async function renewed(refused: string | null): Promise<string | null> {
  const token = await refreshAccess(refused);
  if (token !== null && refused !== null) await reloadMe();
  return token;
}

/**
 * Says which queries an event makes stale; call it once, at module level, beside the feature's query keys:
 * `invalidateOn('workouts.session_finished', ({ data }) => [['today'], ['client', data.client_id]])`.
 */
export function invalidateOn(name: string, keys: KeysOf): void {
  const known = invalidations.get(name) ?? new Set();
  invalidations.set(name, known.add(keys));
}

/** Keeps the socket open while somebody is signed in. Called once by main.tsx. */
export function runLive(client: QueryClient): void {
  connection.onEvent((event) => {
    for (const keysOf of invalidations.get(event.name) ?? []) {
      for (const queryKey of keysOf(event)) void client.invalidateQueries({ queryKey });
    }
  });
  connection.onResync(() => void client.invalidateQueries());
  // A socket that is back says that the server is, where no request would find it out.
  connection.onStatus(() => {
    if (connection.status === 'live') noteReach(true);
  });
  addEventListener('online', () => connection.wake());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connection.wake();
  });
  let reach = reachOf();
  const follow = () => {
    const before = reach;
    reach = reachOf();
    // What is on the screen was fetched with another reach.
    if (before !== null && reach !== null && before !== reach) void client.invalidateQueries();
    if (sessionState().status === 'signed-in') connection.start();
    else connection.stop();
  };
  onSessionChange(follow);
  follow();
}

const reachOf = (): string | null => {
  const { me } = sessionState();
  return me && JSON.stringify([me.member_id, Object.entries(me.permissions).sort()]);
};

/** Calls back for events of these names while the component is on the page. */
export function useLive(names: readonly string[], callback: (event: LiveEvent) => void): void {
  const onEvent = useEffectEvent((event: LiveEvent) => {
    if (names.includes(event.name)) callback(event);
  });
  useEffect(() => connection.onEvent((event) => onEvent(event)), []);
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    (listener) => connection.onStatus(listener),
    () => connection.status,
  );
}

export type { LiveEvent } from './protocol';
