import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useCommands } from '@/lib/commands';
import type { Direction } from '../document/move';
import { copy, duplicate, neighbour, paste, remove, step } from './actions';
import type { BuilderContext } from './builder-context';

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

function inOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role=dialog], [role=menu], [role=listbox]') !== null
  );
}

/** The builder's keys. They act on the card that has the focus, never while something is typed. */
export function useShortcuts(builder: BuilderContext): void {
  const { store, book, selection, weekId, focus, select } = builder;

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const command = event.metaKey || event.ctrlKey;
    const key = event.key.toLowerCase();
    if (event.defaultPrevented || inOverlay(event.target)) return;
    // A field's own undo would bring back letters that the store has moved past.
    if (command && key === 'z' && !event.altKey) {
      event.preventDefault();
      if (event.shiftKey) store.redo();
      else store.undo();
      return;
    }
    if (isTyping(event.target)) return;
    if (command && key === 'y') {
      event.preventDefault();
      store.redo();
    } else if (command && key === 'v') {
      event.preventDefault();
      paste(store, book, selection, weekId);
    } else if (selection && command && key === 'c' && !getSelection()?.toString()) {
      event.preventDefault();
      copy(store, book, selection);
    } else if (selection && command && key === 'x') {
      event.preventDefault();
      copy(store, book, selection);
      removeSelected();
    } else if (selection && command && key === 'd') {
      event.preventDefault();
      duplicate(store, book, selection);
    } else if (selection && (key === 'delete' || key === 'backspace')) {
      event.preventDefault();
      removeSelected();
    } else if (key === 'escape' && selection) {
      select(null);
    } else if (!command) moveOrWalk(event);
  });

  const removeSelected = () => {
    if (!selection) return;
    const next = neighbour(store.state.content.document, selection);
    if (remove(store, book, selection) && next) focus(next);
  };

  const moveOrWalk = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (!direction) return;
    if (event.altKey && selection) {
      event.preventDefault();
      if (step(store, book, selection, direction)) focus(selection);
    } else if (!event.altKey && !event.shiftKey && walk(event.target, direction)) {
      event.preventDefault();
    }
  };

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);

  const latest = useRef(builder);
  useEffect(() => {
    latest.current = builder;
  });
  // For the palette and the list of `?`; the keys themselves are handled above, since they need modifiers.
  const commands = useMemo(() => {
    const onSelected = (act: (...now: Parameters<typeof duplicate>) => unknown) => () => {
      const now = latest.current;
      if (now.selection) act(now.store, now.book, now.selection);
      else now.store.say('Choose an exercise or a workout first.', true);
    };
    const offered: [label: string, keys: string, run: () => void][] = [
      ['Undo', '⌘Z', () => store.undo()],
      ['Redo', '⇧⌘Z', () => store.redo()],
      ['Move down', 'Alt+↓', onSelected((...now) => step(...now, 'down'))],
      ['Move up', 'Alt+↑', onSelected((...now) => step(...now, 'up'))],
      ['Move to the next workout', 'Alt+→', onSelected((...now) => step(...now, 'right'))],
      ['Move to the workout before', 'Alt+←', onSelected((...now) => step(...now, 'left'))],
      ['Duplicate', '⌘D', onSelected(duplicate)],
      ['Copy', '⌘C', onSelected(copy)],
      ['Remove', 'Del', onSelected(remove)],
    ];
    return offered.map(([label, keys, run]) => {
      return { id: `builder:${label}`, label, group: 'Builder', keys, run };
    });
  }, [store]);
  useCommands(commands);
}

/** Moves the focus from card to card; within a day up and down, to the next day's card at the same height. */
function walk(from: EventTarget | null, direction: Direction): boolean {
  if (!(from instanceof HTMLElement)) return false;
  const card = from.closest<HTMLElement>('[data-part]');
  if (!card || from !== card) return false;
  const cards = [...document.querySelectorAll<HTMLElement>('[data-part]')];
  const here = card.getBoundingClientRect();
  const column = card.dataset['day'];
  const vertical = direction === 'up' || direction === 'down';
  const sign = direction === 'up' || direction === 'left' ? -1 : 1;
  if (vertical) {
    const own = cards.filter((other) => other.dataset['day'] === column);
    const next = own[own.indexOf(card) + sign];
    next?.focus();
    return true;
  }
  const columns = [...new Set(cards.map((other) => other.dataset['day']))];
  const target = columns[columns.indexOf(column) + sign];
  const nearest = cards
    .filter((other) => other.dataset['day'] === target)
    .map((other) => ({ other, gap: Math.abs(other.getBoundingClientRect().top - here.top) }))
    .sort((a, b) => a.gap - b.gap)[0];
  nearest?.other.focus();
  return true;
}
