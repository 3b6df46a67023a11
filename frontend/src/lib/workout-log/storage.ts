import type { KeptSession } from './types';

/** A new shape gets a new prefix: what an older version kept is then left alone instead of misread. */
const PREFIX = 'stoke.workout.1.';

const keyOf = (userId: string, key: string) => `${PREFIX}${userId}.${key}`;

let version = 0;
const listeners = new Set<() => void>();

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}

/** Counts the changes to what is kept, in this tab and in others. */
export function keptVersion(): number {
  return version;
}

export function subscribeKept(listener: () => void): () => void {
  const elsewhere = (event: StorageEvent) => {
    if (event.key?.startsWith(PREFIX)) changed();
  };
  listeners.add(listener);
  addEventListener('storage', elsewhere);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', elsewhere);
  };
}

function read(storageKey: string): KeptSession | null {
  try {
    const text = localStorage.getItem(storageKey);
    return text ? (JSON.parse(text) as KeptSession) : null;
  } catch {
    return null;
  }
}

/** The kept workout of a person by the id in its address, or null. */
export function loadKept(userId: string, key: string): KeptSession | null {
  return read(keyOf(userId, key));
}

/** All workouts kept here for a person, the latest first. */
export function allKept(userId: string): KeptSession[] {
  const found: KeptSession[] = [];
  try {
    for (let place = 0; place < localStorage.length; place += 1) {
      const name = localStorage.key(place);
      const session = name?.startsWith(keyOf(userId, '')) ? read(name) : null;
      if (session) found.push(session);
    }
  } catch {
    return [];
  }
  return found.sort((a, b) => b.started_at.localeCompare(a.started_at));
}

/** False when the browser refuses to keep it (private mode, full). */
export function saveKept(session: KeptSession): boolean {
  try {
    localStorage.setItem(keyOf(session.user_id, session.key), JSON.stringify(session));
    changed();
    return true;
  } catch {
    return false;
  }
}

export function dropKept(userId: string, key: string): void {
  try {
    localStorage.removeItem(keyOf(userId, key));
    changed();
  } catch {
    // Nothing was kept where storage is refused.
  }
}

/** Calls back with what another tab wrote to a kept workout; null when it was dropped there. */
export function onKeptElsewhere(
  userId: string,
  key: string,
  callback: (session: KeptSession | null) => void,
): () => void {
  const name = keyOf(userId, key);
  const listener = (event: StorageEvent) => {
    if (event.key === name) callback(read(name));
  };
  addEventListener('storage', listener);
  return () => removeEventListener('storage', listener);
}
