import { GripVertical, MoreHorizontal } from 'lucide-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { cx } from '@/lib/cx';
import { dayMinutes } from '../document/figures';
import type { Day } from '../document/types';
import { addToDay, copy, duplicate, paste, remove } from './actions';
import { BlockCard } from './block-card';
import { useBuilder } from './builder-context';
import { useDialogs } from './dialogs/dialogs';
import { DropLine } from './drag/drop-line';
import { useDrag } from './drag/use-drag';
import { ExerciseSearch } from './exercise-search';

interface DayColumnProps {
  day: Day;
  onEdit: () => void;
  /** On a phone the tab above names the day already. */
  hideName?: boolean;
}

/** A workout of the week: its blocks from first to last, and the field that adds an exercise. */
export function DayColumn({ day, onEdit, hideName = false }: DayColumnProps) {
  return (
    <section aria-label={day.name} className="flex min-w-0 flex-1 flex-col gap-2">
      <DayHead day={day} onEdit={onEdit} hideName={hideName} />
      {day.notes && (
        <p className="line-clamp-3 px-1 text-sm whitespace-pre-line text-soft">{day.notes}</p>
      )}
      <ol className="flex flex-col gap-2">
        {day.blocks.map((block, index) => (
          <Fragment key={block.id}>
            <li aria-hidden="true" className="-my-1">
              <DropLine target={{ kind: 'between', dayId: day.id, index }} />
            </li>
            <BlockCard block={block} dayId={day.id} index={index} onEdit={onEdit} />
          </Fragment>
        ))}
        <li aria-hidden="true" className="-my-1">
          <DropLine target={{ kind: 'between', dayId: day.id, index: day.blocks.length }} />
        </li>
      </ol>
      <AddExercise day={day} />
    </section>
  );
}

function DayHead({ day, onEdit, hideName }: Required<DayColumnProps>) {
  const { store, book, selection, select, weekId } = useBuilder();
  const { open } = useDialogs();
  const { handle } = useDrag({ kind: 'day', id: day.id }, null, onEdit);
  const item = { kind: 'day', id: day.id } as const;
  return (
    <header className="group/day flex min-h-8 items-center gap-1 px-1">
      <button
        {...handle}
        type="button"
        data-part={`day:${day.id}`}
        data-day={day.id}
        aria-pressed={selection?.id === day.id}
        onFocus={() => select(item)}
        onClick={() => select(item)}
        className={cx(
          'flex min-w-0 cursor-grab items-center gap-1 rounded-md select-none touch:min-h-11',
          selection?.id === day.id && 'text-accent-ink',
        )}
      >
        <span className={cx('truncate font-semibold', hideName && 'sr-only')}>{day.name}</span>
        <GripVertical
          size={14}
          aria-hidden
          className="shrink-0 text-faint opacity-0 group-hover/day:opacity-100 touch:opacity-100"
        />
      </button>
      <span className="ml-auto shrink-0 text-faint tabular-nums">{dayMinutes(day)} min</span>
      <Menu
        trigger={
          <IconButton label={`More for ${day.name}`} size="sm" className="-mr-1.5">
            <MoreHorizontal size={16} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={onEditDay(select, item, onEdit)}>Rename and notes</MenuItem>
        <MenuItem onSelect={() => duplicate(store, book, item)}>Duplicate</MenuItem>
        <MenuItem onSelect={() => open({ kind: 'copy-day', dayId: day.id })}>
          Copy to weeks…
        </MenuItem>
        <MenuItem onSelect={() => copy(store, book, item)}>Copy</MenuItem>
        <MenuItem onSelect={() => paste(store, book, item, weekId)}>Paste here</MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => remove(store, book, item)}>
          Remove
        </MenuItem>
      </Menu>
    </header>
  );
}

function onEditDay(
  select: (item: { kind: 'day'; id: string }) => void,
  item: { kind: 'day'; id: string },
  onEdit: () => void,
) {
  return () => {
    select(item);
    // After the menu has given the focus back to its button.
    setTimeout(onEdit);
  };
}

function AddExercise({ day }: { day: Day }) {
  const { store, book, select } = useBuilder();
  const [adding, setAdding] = useState(false);
  const [back, setBack] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!adding && back) opener.current?.focus();
  }, [adding, back]);
  if (!adding) {
    return (
      <button
        ref={opener}
        type="button"
        onClick={() => setAdding(true)}
        className="grid h-10 place-items-center rounded-xl border border-dashed border-line-strong font-medium text-faint transition-colors hover:border-faint hover:text-text touch:h-11"
      >
        Add exercise <span className="sr-only">to {day.name}</span>
      </button>
    );
  }
  return (
    <ExerciseSearch
      label={`Add an exercise to ${day.name}`}
      onChoose={(exercise) => {
        const added = addToDay(store, book, day.id, exercise);
        if (added) select(added);
      }}
      onClose={(escaped) => {
        setBack(escaped);
        setAdding(false);
      }}
    />
  );
}
