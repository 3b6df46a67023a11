import { duplicatePhase, duplicateWeek } from '../document/copies';
import { changePhase, changeWeek, insertAt } from '../document/edit';
import { makeDay, makePhase, makeWeek } from '../document/make';
import type { Phase } from '../document/types';
import { type NumberedWeek, numberedWeeks, weekLabel } from '../document/walk';
import { useBuilder } from './builder-context';
import { useDialogs } from './dialogs/dialogs';

function swapped<T>(items: readonly T[], from: number, by: 1 | -1): readonly T[] {
  const item = items[from];
  const to = from + by;
  if (item === undefined || to < 0 || to >= items.length) return items;
  return insertAt(
    items.filter((_, index) => index !== from),
    to,
    item,
  );
}

/** What can be done with phases and weeks. */
export function useOutlineActions() {
  const { store, weekId, setWeekId } = useBuilder();
  const { open } = useDialogs();

  /** Shows the week that stands where a removed one stood. */
  const stayNear = (removed: (entry: NumberedWeek) => boolean) => {
    const before = numberedWeeks(store.state.content.document);
    const gone = before.findIndex((entry) => entry.week.id === weekId);
    const here = before[gone];
    if (!here || !removed(here)) return;
    const next =
      before.slice(gone).find((entry) => !removed(entry)) ??
      before.slice(0, gone).findLast((entry) => !removed(entry));
    if (next) setWeekId(next.week.id);
  };

  return {
    addPhase() {
      const number = store.state.content.document.phases.length + 1;
      const phase = makePhase(`Phase ${number}`);
      const added = store.edit(`Add ${phase.name}`, ({ phases }) => ({
        phases: [...phases, phase],
      }));
      const [first] = phase.weeks;
      if (added && first) setWeekId(first.id);
    },
    addWeek(phase: Phase) {
      const week = makeWeek();
      const added = store.edit(`Add a week to ${phase.name}`, (document) =>
        changePhase(document, phase.id, (now) => ({ ...now, weeks: [...now.weeks, week] })),
      );
      if (added) setWeekId(week.id);
    },
    addDay() {
      const week = numberedWeeks(store.state.content.document).find((e) => e.week.id === weekId);
      const day = makeDay(`Workout ${(week?.week.days.length ?? 0) + 1}`);
      store.edit(`Add ${day.name}`, (document) =>
        changeWeek(document, weekId, (now) => ({ ...now, days: [...now.days, day] })),
      );
      return day.id;
    },
    renamePhase: (phase: Phase) => open({ kind: 'rename-phase', phaseId: phase.id }),
    renameWeek: ({ week }: NumberedWeek) => open({ kind: 'rename-week', weekId: week.id }),
    copyWeek: ({ week }: NumberedWeek) => open({ kind: 'copy-week', weekId: week.id }),
    duplicatePhase: (phase: Phase) =>
      store.edit(`Duplicate ${phase.name}`, (document) => duplicatePhase(document, phase.id)),
    duplicateWeek: (entry: NumberedWeek) =>
      store.edit(`Duplicate ${weekLabel(entry)}`, (document) =>
        duplicateWeek(document, entry.week.id),
      ),
    movePhase: (phase: Phase, by: 1 | -1) =>
      store.edit(`Move ${phase.name}`, (document) => {
        const from = document.phases.findIndex(({ id }) => id === phase.id);
        const phases = swapped(document.phases, from, by);
        return phases === document.phases ? document : { phases };
      }),
    moveWeek: (entry: NumberedWeek, by: 1 | -1) =>
      store.edit(`Move ${weekLabel(entry)}`, (document) =>
        changePhase(document, entry.phase.id, (phase) => {
          const from = phase.weeks.findIndex(({ id }) => id === entry.week.id);
          const weeks = swapped(phase.weeks, from, by);
          return weeks === phase.weeks ? phase : { ...phase, weeks };
        }),
      ),
    toggleDeload: (entry: NumberedWeek) =>
      store.edit(
        entry.week.deload
          ? `${weekLabel(entry)} is no deload`
          : `Mark ${weekLabel(entry)} as deload`,
        (document) =>
          changeWeek(document, entry.week.id, (week) => ({ ...week, deload: !week.deload })),
      ),
    removePhase(phase: Phase) {
      const near = () => stayNear((entry) => entry.phase.id === phase.id);
      if (store.state.content.document.phases.length > 1) near();
      store.edit(`Remove ${phase.name}`, (document) => changePhase(document, phase.id, () => null));
    },
    removeWeek(entry: NumberedWeek) {
      if (entry.phase.weeks.length > 1) stayNear(({ week }) => week.id === entry.week.id);
      store.edit(`Remove ${weekLabel(entry)}`, (document) =>
        changeWeek(document, entry.week.id, () => null),
      );
    },
  };
}
