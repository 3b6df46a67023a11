import { Popover } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { messageOf } from '@/api/errors';
import { useDebounced } from '@/hooks/use-debounced';
import { cx } from '@/lib/cx';
import { searchExercises } from '../exercises/queries';
import { wordsOf } from '../labels';
import type { BookEntry } from './exercise-book';

interface Found {
  rows: readonly (BookEntry & { equipment: readonly string[] })[];
  state: 'busy' | 'ready' | 'failed';
  message: string;
}

function useFound(query: string): Found {
  const settled = useDebounced(query, 120);
  const [found, setFound] = useState<Found>({ rows: [], state: 'busy', message: '' });
  useEffect(() => {
    const stale = new AbortController();
    setFound((before) => ({ ...before, state: 'busy' }));
    searchExercises(settled, stale.signal).then(
      (rows) => {
        if (!stale.signal.aborted) setFound({ rows, state: 'ready', message: '' });
      },
      (error: unknown) => {
        if (!stale.signal.aborted)
          setFound({ rows: [], state: 'failed', message: messageOf(error) });
      },
    );
    return () => stale.abort();
  }, [settled]);
  return found;
}

export interface ExerciseSearchProps {
  label: string;
  onChoose: (exercise: BookEntry) => void;
  /** `escaped`: the focus was in the field, and goes where it came from. */
  onClose: (escaped: boolean) => void;
}

/**
 * A field that finds exercises by name and stays open for the next one: type, Enter, type, Enter. Escape or
 * leaving it closes it.
 */
export function ExerciseSearch({ label, onChoose, onClose }: ExerciseSearchProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { rows, state, message } = useFound(query);
  const at = Math.min(active, rows.length - 1);

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, at]);

  const take = (row: BookEntry | undefined) => {
    if (!row) return;
    onChoose(row);
    setQuery('');
    setActive(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      setActive((at + move + rows.length) % Math.max(1, rows.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // What was typed a moment ago is still being looked up: an older list is not taken from.
      if (state === 'ready') take(rows[at]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose(true);
    }
  };

  return (
    <Popover.Root open>
      <Popover.Anchor asChild>
        <input
          ref={input}
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${listId}-list`}
          aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Exercise, then Enter"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => onClose(false)}
          className="control min-h-10 rounded-xl"
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          role="presentation"
          className="z-50 w-80 max-w-[calc(100vw-16px)] animate-pop-in rounded-xl bg-raised p-1 shadow-float"
        >
          <div
            id={`${listId}-list`}
            role="listbox"
            aria-label="Exercises"
            className="max-h-72 overflow-y-auto"
          >
            {rows.map((row, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and its keys
              <div
                key={row.id}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onPointerMove={() => setActive(index)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(row)}
                className={cx(
                  'cursor-pointer rounded-lg px-2.5 py-1.5 touch:py-2.5',
                  index === at && 'bg-fill-hover',
                )}
              >
                <span className="block truncate">{row.name}</span>
                <span className="block truncate text-sm text-faint">
                  {wordsOf(row.primary_muscles)} · {wordsOf(row.equipment)}
                </span>
              </div>
            ))}
          </div>
          <p role="status" className={cx('px-2.5 py-2 text-soft', rows.length > 0 && 'sr-only')}>
            {state === 'busy' && 'Searching…'}
            {state === 'failed' && message}
            {state === 'ready' && (rows.length ? `${rows.length} exercises` : 'No exercise found.')}
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
