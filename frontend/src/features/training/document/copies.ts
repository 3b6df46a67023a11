import { changeBlock, changeDay, changePhase, changeWeek, insertAt } from './edit';
import { copyBlock, copyDay, copyPhase, copyPrescription, copyWeek, straightBlock } from './make';
import type { Block, Day, ProgramDocument, Week } from './types';
import { findPrescription } from './walk';

/** What was copied, to be pasted here or in another program. */
export type Clip = { kind: 'blocks'; blocks: readonly Block[] } | { kind: 'day'; day: Day };

export function duplicateBlock(document: ProgramDocument, id: string): ProgramDocument {
  return changeBlock(document, id, (block) => [block, copyBlock(block)]);
}

/** In a superset the copy follows inside it, else it follows as a block of its own. */
export function duplicatePrescription(document: ProgramDocument, id: string): ProgramDocument {
  const at = findPrescription(document, id);
  if (!at) return document;
  if (at.block.kind === 'straight') return duplicateBlock(document, at.block.id);
  return changeBlock(document, at.block.id, (block) => ({
    ...block,
    prescriptions: insertAt(
      block.prescriptions,
      at.prescriptionIndex + 1,
      copyPrescription(at.prescription),
    ),
  }));
}

export function duplicateDay(document: ProgramDocument, id: string): ProgramDocument {
  return changeDay(document, id, (day) => [day, copyDay(day)]);
}

export function duplicateWeek(document: ProgramDocument, id: string): ProgramDocument {
  return changeWeek(document, id, (week) => [week, copyWeek(week)]);
}

export function duplicatePhase(document: ProgramDocument, id: string): ProgramDocument {
  return changePhase(document, id, (phase) => {
    return [phase, { ...copyPhase(phase), name: copyName(phase.name) }];
  });
}

/** "Base" → "Base, copy", within the 120 characters that a name may have. */
export function copyName(name: string): string {
  return `${name.slice(0, 114)}, copy`;
}

export type CopyMode = 'replace' | 'add';

/**
 * Copies days to other weeks. `replace` puts each where a day of the same place or name stands and adds
 * the ones that have no counterpart; `add` puts them at the end.
 */
function withDays(week: Week, days: readonly { day: Day; index: number }[], mode: CopyMode): Week {
  const copied = [...week.days];
  for (const { day, index } of days) {
    const named = copied.findIndex((own) => own.name === day.name);
    const at = named >= 0 ? named : index < copied.length ? index : -1;
    if (mode === 'add' || at < 0) copied.push(copyDay(day));
    else copied[at] = copyDay(day);
  }
  return { ...week, days: copied };
}

export function copyDayToWeeks(
  document: ProgramDocument,
  source: { day: Day; index: number },
  weekIds: readonly string[],
  mode: CopyMode,
): ProgramDocument {
  return weekIds.reduce(
    (so, id) => changeWeek(so, id, (week) => withDays(week, [source], mode)),
    document,
  );
}

/** Makes other weeks like this one; their names and deload marks stay theirs. */
export function copyWeekToWeeks(
  document: ProgramDocument,
  source: Week,
  weekIds: readonly string[],
  mode: CopyMode,
): ProgramDocument {
  return weekIds
    .filter((id) => id !== source.id)
    .reduce(
      (so, id) =>
        changeWeek(so, id, (week) => ({
          ...week,
          days: [...(mode === 'add' ? week.days : []), ...source.days.map(copyDay)],
        })),
      document,
    );
}

/** Pastes blocks after a place of a day, or a copied day's blocks likewise. */
export function pasteIntoDay(
  document: ProgramDocument,
  clip: Clip,
  dayId: string,
  index: number,
): ProgramDocument {
  const blocks = clip.kind === 'day' ? clip.day.blocks : clip.blocks;
  return changeDay(document, dayId, (day) => ({
    ...day,
    blocks: insertAt(day.blocks, index, ...blocks.map(copyBlock)),
  }));
}

export function pasteIntoWeek(
  document: ProgramDocument,
  clip: Clip,
  weekId: string,
): ProgramDocument {
  return changeWeek(document, weekId, (week) => {
    const day =
      clip.kind === 'day'
        ? copyDay(clip.day)
        : { ...copyDay({ id: '', name: 'Workout', notes: null, blocks: clip.blocks }) };
    return { ...week, days: [...week.days, day] };
  });
}

/** The block of one exercise as a clip: out of a superset it comes as straight sets. */
export function clipOf(document: ProgramDocument, prescriptionId: string): Clip | null {
  const at = findPrescription(document, prescriptionId);
  return at && { kind: 'blocks', blocks: [straightBlock(at.prescription)] };
}
