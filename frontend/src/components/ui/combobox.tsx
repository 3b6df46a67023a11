import { Check, ChevronsUpDown, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { messageOf } from '@/api/errors';
import { useDebounced } from '@/hooks/use-debounced';
import { cx } from '@/lib/cx';
import { matches } from '@/lib/match';
import { useFieldProps } from './field';

export interface ComboboxOption {
  value: string;
  label: string;
  detail?: string;
}

export interface ComboboxProps {
  value: ComboboxOption | null;
  onValueChange: (option: ComboboxOption | null) => void;
  /** All there is to choose from, filtered here by what is typed… */
  options?: readonly ComboboxOption[];
  /** …or a search, called 200 ms after the last key. Keep it stable. */
  search?: (query: string, signal: AbortSignal) => Promise<readonly ComboboxOption[]>;
  placeholder?: string;
  /** Shows a button that empties the choice. */
  clearable?: boolean;
  disabled?: boolean;
  id?: string;
}

interface Results {
  options: readonly ComboboxOption[];
  state: 'ready' | 'busy' | 'failed';
  message: string;
}

function useResults(
  open: boolean,
  query: string,
  options: ComboboxProps['options'],
  search: ComboboxProps['search'],
): Results {
  const settled = useDebounced(query);
  const [found, setFound] = useState<Results>({ options: [], state: 'busy', message: '' });
  useEffect(() => {
    if (!open || !search) return;
    const stale = new AbortController();
    setFound((before) => ({ ...before, state: 'busy' }));
    search(settled, stale.signal).then(
      (hits) => {
        if (!stale.signal.aborted) setFound({ options: hits, state: 'ready', message: '' });
      },
      (error: unknown) => {
        if (stale.signal.aborted) return;
        setFound({ options: [], state: 'failed', message: messageOf(error) });
      },
    );
    return () => stale.abort();
  }, [open, search, settled]);
  if (search) return found;
  const fitting = (options ?? []).filter((option) => matches(option.label, query));
  return { options: fitting, state: 'ready', message: '' };
}

/** A choice by typing. The field keeps the focus; arrows move, Enter takes, Escape leaves it as it was. */
export function Combobox({
  value,
  onValueChange,
  options,
  search,
  placeholder = 'Search…',
  clearable = false,
  disabled = false,
  id,
}: ComboboxProps) {
  const field = useFieldProps({ id });
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const results = useResults(open, query, options, search);
  const at = Math.min(active, results.options.length - 1);

  const close = () => {
    setOpen(false);
    setQuery('');
    setActive(0);
  };
  const take = (option: ComboboxOption | undefined) => {
    if (option) onValueChange(option);
    close();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (open)
        setActive((at + step + results.options.length) % Math.max(1, results.options.length));
      else setOpen(true);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      take(results.options[at]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      close();
    }
  };

  useEffect(() => {
    if (open) document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [open, listId, at]);

  return (
    <Popover.Root open={open} onOpenChange={(next) => (next ? setOpen(true) : close())}>
      <Popover.Anchor asChild>
        <span className="relative block">
          <input
            {...field}
            ref={input}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={open ? `${listId}-list` : undefined}
            aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
            autoComplete="off"
            spellCheck={false}
            disabled={disabled}
            placeholder={value?.label ?? placeholder}
            value={open ? query : (value?.label ?? '')}
            onChange={(event) => {
              setOpen(true);
              setQuery(event.target.value);
              setActive(0);
            }}
            onClick={() => setOpen(true)}
            onBlur={close}
            onKeyDown={onKeyDown}
            className="control pr-16!"
          />
          <span className="absolute inset-y-0 right-0 flex items-center pr-1 text-faint">
            {clearable && value && !disabled && (
              <button
                type="button"
                aria-label={`Clear ${value.label}`}
                onClick={() => {
                  onValueChange(null);
                  input.current?.focus();
                }}
                className="grid size-8 place-items-center rounded-lg hover:text-text"
              >
                <X size={15} aria-hidden />
              </button>
            )}
            <ChevronsUpDown size={15} aria-hidden className="pointer-events-none mr-2" />
          </span>
        </span>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (event.target === input.current) event.preventDefault();
          }}
          role="presentation"
          className="z-50 w-(--radix-popover-trigger-width) min-w-56 animate-pop-in rounded-xl bg-raised p-1 shadow-float"
        >
          <div
            id={`${listId}-list`}
            role="listbox"
            aria-label="Choices"
            className="max-h-72 overflow-y-auto"
          >
            {results.options.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and its keys
              <div
                key={option.value}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={option.value === value?.value}
                // Before the field loses the focus and closes the list.
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setActive(index)}
                onClick={() => take(option)}
                className={cx(
                  'flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-2.5 py-1.5 touch:min-h-11',
                  index === at && 'bg-fill-hover',
                )}
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{option.label}</span>
                  {option.detail && (
                    <span className="block truncate text-sm text-faint">{option.detail}</span>
                  )}
                </span>
                {option.value === value?.value && (
                  <Check size={16} aria-hidden className="text-accent" />
                )}
              </div>
            ))}
          </div>
          <p
            role="status"
            className={cx('px-2.5 py-2 text-soft', results.options.length > 0 && 'sr-only')}
          >
            {results.state === 'busy' && 'Searching…'}
            {results.state === 'failed' && results.message}
            {results.state === 'ready' &&
              (results.options.length ? `${results.options.length} choices` : 'Nothing found.')}
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
