import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '@/api/session';
import type { Units } from '@/lib/units';
import type { ProgramDocument } from '../document/types';
import type { ExerciseBook } from './exercise-book';
import type { Selection } from './selection';
import type { BuilderState, BuilderStore } from './store';

export interface BuilderContext {
  store: BuilderStore;
  book: ExerciseBook;
  weekId: string;
  setWeekId: (id: string) => void;
  selection: Selection | null;
  select: (selection: Selection | null) => void;
  /** Selects and moves the focus to the card, once it is on the page. */
  focus: (selection: Selection) => void;
}

export const BuilderScope = createContext<BuilderContext | null>(null);

export function useBuilder(): BuilderContext {
  const context = use(BuilderScope);
  if (!context) throw new Error('useBuilder needs a BuilderScope');
  return context;
}

export function useStoreState(store: BuilderStore): BuilderState {
  return useSyncExternalStore(store.subscribe, () => store.state);
}

export function useDocument(): ProgramDocument {
  return useStoreState(useBuilder().store).content.document;
}

/** The exercises; renders again when further ones become known. */
export function useBook(): ExerciseBook {
  const { book } = useBuilder();
  useSyncExternalStore(book.subscribe, () => book.version);
  return book;
}

export function useUnits(): Units {
  return useSession().user.units;
}

/** The last thing that was said about an edit, for the live region. */
export function useSpoken(store: BuilderStore): string {
  const [text, setText] = useState('');
  useEffect(
    () => store.onSay((said) => setText((now) => (now === said ? `${said} ` : said))),
    [store],
  );
  return text;
}
