import { straightBlock } from './make';
import type { Block, BlockKind, Day, Phase, Prescription, ProgramDocument, Week } from './types';

/** Replaces what matches by what `change` makes of it (null: removes it); keeps the rest as it is. */
function replace<T extends { id: string }>(
  items: readonly T[],
  id: string,
  change: (item: T) => T | readonly T[] | null,
): readonly T[] {
  const index = items.findIndex((item) => item.id === id);
  const item = items[index];
  if (!item) return items;
  const changed = change(item);
  if (changed === item) return items;
  const now: readonly T[] =
    changed === null ? [] : Array.isArray(changed) ? changed : [changed as T];
  return [...items.slice(0, index), ...now, ...items.slice(index + 1)];
}

export function insertAt<T>(items: readonly T[], index: number, ...added: readonly T[]): T[] {
  const at = Math.max(0, Math.min(items.length, index));
  return [...items.slice(0, at), ...added, ...items.slice(at)];
}

export function changePhase(
  document: ProgramDocument,
  id: string,
  change: (phase: Phase) => Phase | readonly Phase[] | null,
): ProgramDocument {
  const phases = replace(document.phases, id, change);
  return phases === document.phases ? document : { phases };
}

function eachPhase(document: ProgramDocument, change: (phase: Phase) => Phase): ProgramDocument {
  const phases = document.phases.map(change);
  return phases.every((phase, index) => phase === document.phases[index]) ? document : { phases };
}

export function changeWeek(
  document: ProgramDocument,
  id: string,
  change: (week: Week) => Week | readonly Week[] | null,
): ProgramDocument {
  return eachPhase(document, (phase) => {
    const weeks = replace(phase.weeks, id, change);
    return weeks === phase.weeks ? phase : { ...phase, weeks };
  });
}

function eachWeek(document: ProgramDocument, change: (week: Week) => Week): ProgramDocument {
  return eachPhase(document, (phase) => {
    const weeks = phase.weeks.map(change);
    return weeks.every((week, index) => week === phase.weeks[index]) ? phase : { ...phase, weeks };
  });
}

export function changeDay(
  document: ProgramDocument,
  id: string,
  change: (day: Day) => Day | readonly Day[] | null,
): ProgramDocument {
  return eachWeek(document, (week) => {
    const days = replace(week.days, id, change);
    return days === week.days ? week : { ...week, days };
  });
}

function eachDay(document: ProgramDocument, change: (day: Day) => Day): ProgramDocument {
  return eachWeek(document, (week) => {
    const days = week.days.map(change);
    return days.every((day, index) => day === week.days[index]) ? week : { ...week, days };
  });
}

export function changeBlock(
  document: ProgramDocument,
  id: string,
  change: (block: Block) => Block | readonly Block[] | null,
): ProgramDocument {
  return eachDay(document, (day) => {
    const blocks = replace(day.blocks, id, change);
    return blocks === day.blocks ? day : { ...day, blocks };
  });
}

/** Changes a prescription; in a superset or circuit its sets are the rounds of all. */
export function patchPrescription(
  document: ProgramDocument,
  id: string,
  patch: Partial<Omit<Prescription, 'id'>>,
): ProgramDocument {
  return eachDay(document, (day) => {
    const holder = day.blocks.find((block) => block.prescriptions.some((part) => part.id === id));
    if (!holder) return day;
    const blocks = replace(day.blocks, holder.id, (block) => {
      const prescriptions = replace(block.prescriptions, id, (part) => ({ ...part, ...patch }));
      const changed = { ...block, prescriptions };
      return patch.sets === undefined ? changed : withRounds(changed, patch.sets);
    });
    return { ...day, blocks };
  });
}

/** Gives the exercises of a superset or circuit the same number of sets; leaves straight sets alone. */
export function withRounds(block: Block, rounds: number): Block {
  if (block.kind === 'straight') return block;
  return {
    ...block,
    rounds,
    prescriptions: block.prescriptions.map((part) =>
      part.sets === rounds ? part : { ...part, sets: rounds },
    ),
  };
}

/** A block of several exercises as the kind asked for: rests move between the exercise and the round. */
function grouped(block: Block, kind: 'superset' | 'circuit'): Block {
  if (block.kind !== 'straight') return { ...block, kind };
  const rounds = block.prescriptions[0]?.sets ?? 3;
  const rest = block.prescriptions[0]?.rest_s ?? null;
  const prescriptions = block.prescriptions.map((part) => ({ ...part, rest_s: null }));
  return withRounds({ ...block, kind, rest_s: rest, prescriptions, rounds }, rounds);
}

function asStraight(part: Prescription, rest: number | null): Prescription {
  return part.rest_s === null && rest !== null ? { ...part, rest_s: rest } : part;
}

/** Straight sets hold one exercise, so a superset of three becomes three blocks. */
export function setBlockKind(
  document: ProgramDocument,
  id: string,
  kind: BlockKind,
): ProgramDocument {
  return changeBlock(document, id, (block) => {
    if (block.kind === kind) return block;
    if (kind !== 'straight') return grouped(block, kind);
    const [first, ...others] = block.prescriptions.map((part) => asStraight(part, block.rest_s));
    if (!first) return null;
    return [{ ...straightBlock(first), id: block.id }, ...others.map(straightBlock)];
  });
}

/** Takes an exercise out; the last one of a pair goes on as straight sets, an emptied block goes. */
export function withoutPrescription(block: Block, id: string): Block | null {
  const left = block.prescriptions.filter((part) => part.id !== id);
  const [first] = left;
  if (!first) return null;
  if (left.length > 1 || block.kind === 'straight') return { ...block, prescriptions: left };
  return { ...straightBlock(asStraight(first, block.rest_s)), id: block.id };
}

export function removePrescription(document: ProgramDocument, id: string): ProgramDocument {
  return eachDay(document, (day) => {
    const holder = day.blocks.find((block) => block.prescriptions.some((part) => part.id === id));
    if (!holder) return day;
    return { ...day, blocks: replace(day.blocks, holder.id, (b) => withoutPrescription(b, id)) };
  });
}

/** Puts exercises into a block at a place; straight sets become a superset by it. */
export function joined(block: Block, added: readonly Prescription[], index: number): Block {
  const group = grouped(block, block.kind === 'circuit' ? 'circuit' : 'superset');
  const guests = added.map((part) => ({ ...part, rest_s: null }));
  const prescriptions = insertAt(group.prescriptions, index, ...guests);
  return withRounds({ ...group, prescriptions }, group.rounds ?? 3);
}
