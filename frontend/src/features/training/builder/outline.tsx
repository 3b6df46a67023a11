import { Layers, MoreHorizontal, Plus } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { Chip } from '@/components/ui/display';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { cx } from '@/lib/cx';
import { plural } from '@/lib/numbers';
import { daySets } from '../document/figures';
import type { Phase } from '../document/types';
import { type NumberedWeek, numberedWeeks, weekLabel } from '../document/walk';
import { useBuilder, useDocument } from './builder-context';
import { useOutlineActions } from './outline-actions';

/** Phases and weeks, each week with a bar per workout as high as its sets. */
export function Outline() {
  const document = useDocument();
  const actions = useOutlineActions();
  const weeks = numberedWeeks(document);
  const most = Math.max(1, ...weeks.flatMap(({ week }) => week.days.map(daySets)));
  return (
    <nav aria-label="Phases and weeks" className="flex flex-col gap-2.5 tabular-nums">
      {document.phases.map((phase, index) => (
        <section key={phase.id} aria-label={phase.name}>
          <PhaseHead phase={phase} number={index + 1} />
          <ul>
            {weeks
              .filter((entry) => entry.phase.id === phase.id)
              .map((entry) => (
                <WeekRow key={entry.week.id} entry={entry} most={most} />
              ))}
          </ul>
        </section>
      ))}
      <button
        type="button"
        onClick={actions.addPhase}
        className="grid h-10 place-items-center rounded-xl border border-dashed border-line-strong font-medium text-faint transition-colors hover:border-faint hover:text-text"
      >
        Add phase
      </button>
    </nav>
  );
}

function PhaseHead({ phase, number }: { phase: Phase; number: number }) {
  const actions = useOutlineActions();
  return (
    <header className="group/phase relative flex min-h-8 items-center gap-2 pr-2.5 pl-2.5">
      <h2 className="min-w-0 truncate font-semibold" title={phase.name}>
        {number} {phase.name}
      </h2>
      <span className="ml-auto shrink-0 text-sm text-faint">
        {plural(phase.weeks.length, 'week')}
      </span>
      <span className="absolute inset-y-0 right-0 flex items-center bg-bg pl-1 opacity-0 group-hover/phase:opacity-100 focus-within:opacity-100 has-[[data-state=open]]:opacity-100 touch:static touch:opacity-100">
        <IconButton
          label={`Add a week to ${phase.name}`}
          size="sm"
          className="size-7!"
          onClick={() => actions.addWeek(phase)}
        >
          <Plus size={15} aria-hidden />
        </IconButton>
        <PhaseMenu phase={phase} />
      </span>
    </header>
  );
}

/** `whole`: with what the outline shows as buttons of their own. */
export function PhaseMenu({ phase, whole = false }: { phase: Phase; whole?: boolean }) {
  const actions = useOutlineActions();
  return (
    <Menu
      trigger={
        <IconButton
          label={`More for ${phase.name}`}
          size="sm"
          className="-ml-1 size-7! touch:size-11!"
        >
          {whole ? <Layers size={18} aria-hidden /> : <MoreHorizontal size={15} aria-hidden />}
        </IconButton>
      }
    >
      {whole && <MenuLabel>{phase.name}</MenuLabel>}
      {whole && <MenuItem onSelect={() => actions.addWeek(phase)}>Add a week</MenuItem>}
      <MenuItem onSelect={() => actions.renamePhase(phase)}>Rename</MenuItem>
      <MenuItem onSelect={() => actions.duplicatePhase(phase)}>Duplicate</MenuItem>
      <MenuItem onSelect={() => actions.movePhase(phase, -1)}>Move up</MenuItem>
      <MenuItem onSelect={() => actions.movePhase(phase, 1)}>Move down</MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={() => actions.removePhase(phase)}>
        Remove
      </MenuItem>
      {whole && <MenuSeparator />}
      {whole && <MenuItem onSelect={actions.addPhase}>Add a phase</MenuItem>}
    </Menu>
  );
}

function WeekRow({ entry, most }: { entry: NumberedWeek; most: number }) {
  const { weekId, setWeekId } = useBuilder();
  const { week } = entry;
  const current = week.id === weekId;
  return (
    <li className="group/week relative">
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={() => setWeekId(week.id)}
        className={cx(
          'flex h-[34px] w-full items-center gap-2 rounded-[9px] px-2.5 text-left touch:h-11 touch:pr-11',
          current ? 'bg-fill font-medium text-text' : 'text-soft hover:bg-fill hover:text-text',
        )}
      >
        <span className="truncate">{weekLabel(entry)}</span>
        {week.deload && <Chip className="h-[18px]!">Deload</Chip>}
        <span
          aria-hidden="true"
          className="ml-auto flex h-4 shrink-0 items-end gap-0.5 group-hover/week:opacity-0 group-has-[:focus-visible]/week:opacity-0 touch:opacity-100!"
        >
          {week.days.map((day) => (
            <span
              key={day.id}
              className={cx('w-1 rounded-[1px]', current ? 'bg-accent' : 'bg-line-strong')}
              style={{ height: `${Math.max(3, Math.round((daySets(day) / most) * 16))}px` }}
            />
          ))}
        </span>
        <span className="sr-only">
          , {plural(week.days.length, 'workout')},{' '}
          {plural(
            week.days.reduce((n, d) => n + daySets(d), 0),
            'set',
          )}
        </span>
      </button>
      <span className="absolute inset-y-0 right-0.5 flex items-center opacity-0 group-hover/week:opacity-100 focus-within:opacity-100 has-[[data-state=open]]:opacity-100 touch:opacity-100">
        <WeekMenu entry={entry} />
      </span>
    </li>
  );
}

export function WeekMenu({ entry }: { entry: NumberedWeek }) {
  const actions = useOutlineActions();
  const { week } = entry;
  return (
    <Menu
      trigger={
        <IconButton
          label={`More for ${weekLabel(entry)}`}
          size="sm"
          className="size-7! touch:size-11!"
        >
          <MoreHorizontal size={15} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => actions.copyWeek(entry)}>Copy to weeks…</MenuItem>
      <MenuItem onSelect={() => actions.duplicateWeek(entry)}>Duplicate</MenuItem>
      <MenuItem onSelect={() => actions.renameWeek(entry)}>Rename</MenuItem>
      <MenuItem onSelect={() => actions.toggleDeload(entry)}>
        {week.deload ? 'No deload week' : 'Mark as deload week'}
      </MenuItem>
      <MenuItem onSelect={() => actions.moveWeek(entry, -1)}>Move up</MenuItem>
      <MenuItem onSelect={() => actions.moveWeek(entry, 1)}>Move down</MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={() => actions.removeWeek(entry)}>
        Remove
      </MenuItem>
    </Menu>
  );
}
