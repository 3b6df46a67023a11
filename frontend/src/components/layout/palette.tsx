import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useState, useSyncExternalStore } from 'react';
import { Avatar, Kbd } from '@/components/ui/display';
import { useDebounced } from '@/hooks/use-debounced';
import { useReturnFocus } from '@/hooks/use-return-focus';
import {
  currentCommands,
  currentPeopleSearch,
  type PeopleSearch,
  type PersonHit,
  subscribeCommands,
} from '@/lib/commands';
import { cx } from '@/lib/cx';
import { matches } from '@/lib/match';

interface Entry {
  id: string;
  label: string;
  detail?: string | undefined;
  group: string;
  keys?: string | undefined;
  run: () => void;
}

interface PeopleState {
  hits: PersonHit[];
  busy: boolean;
  failed: boolean;
}

const idle: PeopleState = { hits: [], busy: false, failed: false };

function usePeople(query: string, search: PeopleSearch | null): PeopleState {
  const settled = useDebounced(query.trim(), 150);
  const [state, setState] = useState(idle);
  useEffect(() => {
    if (!search || settled === '') {
      setState(idle);
      return;
    }
    const stale = new AbortController();
    setState((before) => ({ ...before, busy: true, failed: false }));
    search(settled, stale.signal).then(
      (hits) => !stale.signal.aborted && setState({ hits, busy: false, failed: false }),
      () => !stale.signal.aborted && setState({ hits: [], busy: false, failed: true }),
    );
    return () => stale.abort();
  }, [settled, search]);
  return state;
}

export interface PaletteProps {
  onClose: () => void;
  searchPeople?: PeopleSearch | null;
}

/** People, pages and actions by typing. The field keeps the focus; arrows move, Enter runs. */
export function Palette({ onClose, searchPeople = currentPeopleSearch() }: PaletteProps) {
  const id = useId();
  const returnFocus = useReturnFocus();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const commands = useSyncExternalStore(subscribeCommands, currentCommands);
  const people = usePeople(query, searchPeople);

  const entries: Entry[] = [
    ...people.hits.map((hit) => ({ ...hit, label: hit.name, group: 'People' })),
    ...commands.filter((command) => matches(command.label, query)),
  ];
  const at = Math.min(active, entries.length - 1);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setActive((next + entries.length) % Math.max(1, entries.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(entries[at]);
    }
  };

  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at]);

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Dialog.Content
          {...returnFocus}
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 z-50 mx-auto flex max-h-[70dvh] max-w-[560px] animate-fade-in flex-col overflow-hidden rounded-card bg-raised shadow-float sm:top-[14vh]"
        >
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <div className="flex items-center gap-3 border-b border-line px-4">
            <Search size={18} aria-hidden className="text-faint" />
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={entries.length ? `${id}-${at}` : undefined}
              aria-label="Search people, pages and actions"
              placeholder="Search people, pages, actions"
              autoComplete="off"
              spellCheck={false}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
              className="h-13 w-full bg-transparent text-lg outline-none placeholder:text-faint"
            />
          </div>
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label="Results"
            className="overflow-y-auto p-1.5"
          >
            {entries.map((entry, index) => (
              <div key={`${entry.group}:${entry.id}`} role="presentation">
                {entries[index - 1]?.group !== entry.group && (
                  <p role="presentation" className="px-2.5 pt-2 pb-1 text-xs text-soft">
                    {entry.group}
                  </p>
                )}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and its keys */}
                <div
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === at}
                  onPointerMove={() => setActive(index)}
                  onClick={() => run(entry)}
                  className={cx(
                    'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 touch:min-h-11',
                    index === at && 'bg-fill-hover',
                  )}
                >
                  {entry.group === 'People' && <Avatar name={entry.label} size="sm" />}
                  <span className="min-w-0 flex-1 truncate">
                    {entry.label}
                    {entry.detail && <span className="ml-2 text-soft">{entry.detail}</span>}
                  </span>
                  {entry.keys && <Kbd>{entry.keys}</Kbd>}
                </div>
              </div>
            ))}
          </div>
          <p role="status" className={cx('px-4 py-3 text-soft', entries.length > 0 && 'sr-only')}>
            {people.busy && 'Searching people…'}
            {people.failed && 'People could not be searched just now.'}
            {!people.busy &&
              !people.failed &&
              entries.length === 0 &&
              `Nothing found for “${query}”.`}
            {entries.length > 0 && `${entries.length} results`}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
