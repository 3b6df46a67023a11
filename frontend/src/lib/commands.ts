import { useLayoutEffect } from 'react';

/** Something the palette offers and, with `keys`, a shortcut starts. */
export interface Command {
  id: string;
  label: string;
  group: string;
  /** One key (`n`) or two after each other (`g c`). Not while typing in a field. */
  keys?: string;
  run: () => void;
}

/** The key that opens the palette together with K, as it is written on this device's keyboard. */
export const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

type Opening = 'palette' | 'shortcuts';

let registered: readonly Command[] = [];
const commandListeners = new Set<() => void>();
const openListeners = new Set<(what: Opening) => void>();

export function currentCommands(): readonly Command[] {
  return registered;
}

export function subscribeCommands(listener: () => void): () => void {
  commandListeners.add(listener);
  return () => commandListeners.delete(listener);
}

/** Offers commands while the calling component is on the page. Keep the array stable with useMemo. */
export function useCommands(commands: readonly Command[]): void {
  useLayoutEffect(() => {
    registered = [...registered, ...commands];
    for (const listener of commandListeners) listener();
    return () => {
      registered = registered.filter((command) => !commands.includes(command));
      for (const listener of commandListeners) listener();
    };
  }, [commands]);
}

export function onOpen(listener: (what: Opening) => void): () => void {
  openListeners.add(listener);
  return () => openListeners.delete(listener);
}

export function openPalette(): void {
  for (const listener of openListeners) listener('palette');
}

export function openShortcuts(): void {
  for (const listener of openListeners) listener('shortcuts');
}

export interface PersonHit {
  id: string;
  name: string;
  /** A second line: status, e-mail. */
  detail?: string;
  run: () => void;
}

/** Finds people by what was typed; the palette aborts a search that the next key made stale. */
export type PeopleSearch = (query: string, signal: AbortSignal) => Promise<PersonHit[]>;

let peopleSearch: PeopleSearch | null = null;

export function currentPeopleSearch(): PeopleSearch | null {
  return peopleSearch;
}

/** Gives the palette its people; the feature that owns them calls this with a stable function. */
export function usePeopleSearch(search: PeopleSearch): void {
  useLayoutEffect(() => {
    peopleSearch = search;
    return () => {
      if (peopleSearch === search) peopleSearch = null;
    };
  }, [search]);
}
