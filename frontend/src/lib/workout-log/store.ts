import { useSyncExternalStore } from 'react';
import { inReach, onReach } from '@/api/reach';
import { queryClient } from '@/lib/query';
import { staleAfterTraining } from '@/lib/workouts/queries';
import { SyncRunner, type SyncState } from './runner';
import { allKept, dropKept, loadKept, onKeptElsewhere, saveKept } from './storage';
import { httpTransport, type Transport } from './transport';
import type { KeptSession } from './types';

export interface LogView {
  session: KeptSession | null;
  sync: SyncState;
  /** False when this browser keeps nothing: closing the page would lose what was not sent. */
  kept: boolean;
}

/** One kept workout: every change is written down at once and then brought to the server. */
export class LogStore {
  private view: LogView;
  /** What the runner says, which learns of a lost network only from its next request. */
  private sync: SyncState = { phase: 'saved' };
  private readonly listeners = new Set<() => void>();
  private readonly runner: SyncRunner;
  private readonly release: (() => void)[] = [];

  constructor(session: KeptSession, transport: Transport = httpTransport) {
    this.view = { session, sync: this.known(), kept: saveKept(session) };
    this.runner = new SyncRunner({
      get: () => this.view.session ?? session,
      change: (edit) => this.apply(edit),
      transport,
      onState: (sync) => {
        this.sync = sync;
        this.show({ sync: this.known() });
      },
      onEnded: (ended) => {
        for (const queryKey of staleAfterTraining(ended.client_id)) {
          void queryClient.invalidateQueries({ queryKey });
        }
        if (ended.state === 'discarding') this.forget();
      },
    });
    const wake = () => this.runner.wake(0);
    addEventListener('online', wake);
    const reached = () => {
      this.show({ sync: this.known() });
      if (inReach()) wake();
    };
    document.addEventListener('visibilitychange', wake);
    this.release.push(
      () => removeEventListener('online', wake),
      onReach(reached),
      () => document.removeEventListener('visibilitychange', wake),
      onKeptElsewhere(session.user_id, session.key, (other) => this.show({ session: other })),
    );
    wake();
  }

  readonly get = (): LogView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Changes the workout, keeps it and sends what the server should know. */
  readonly change = (edit: (session: KeptSession) => KeptSession): void => {
    this.apply(edit);
    this.runner.wake();
  };

  /** Tries now instead of after the next wait. */
  readonly retry = (): void => this.runner.wake(0);

  /** Drops the workout from this phone; what the server knows stays there. */
  readonly forget = (): void => {
    const { session } = this.view;
    this.runner.stop();
    for (const release of this.release) release();
    if (session) {
      dropKept(session.user_id, session.key);
      stores.delete(nameOf(session.user_id, session.key));
    }
    this.show({ session: null });
  };

  /** Out of reach counts at once, also when there is nothing to send; what needs the person stays on screen. */
  private known(): SyncState {
    return inReach() || this.sync.phase === 'blocked' ? this.sync : { phase: 'offline' };
  }

  private apply(edit: (session: KeptSession) => KeptSession): void {
    if (!this.view.session) return;
    const session = edit(this.view.session);
    if (session !== this.view.session) this.show({ session, kept: saveKept(session) });
  }

  private show(change: Partial<LogView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}

const stores = new Map<string, LogStore>();
const nameOf = (userId: string, key: string) => `${userId}.${key}`;

/** The store of a workout that is kept here, or null. */
export function openLog(userId: string, key: string): LogStore | null {
  const name = nameOf(userId, key);
  const known = stores.get(name);
  if (known) return known;
  const session = loadKept(userId, key);
  if (!session) return null;
  const store = new LogStore(session);
  stores.set(name, store);
  return store;
}

/** Begins to keep a workout, or returns the one kept under the same key. */
export function keepLog(session: KeptSession): LogStore {
  const known = openLog(session.user_id, session.key);
  if (known) return known;
  const store = new LogStore(session);
  stores.set(nameOf(session.user_id, session.key), store);
  return store;
}

/** Goes on sending what was kept here before the page was closed. */
export function resumeLogs(userId: string): void {
  for (const session of allKept(userId)) openLog(userId, session.key);
}

export function useLog(store: LogStore): LogView {
  return useSyncExternalStore(store.subscribe, store.get);
}
