import { changeBlock, changeDay, changeWeek, insertAt, joined, removePrescription } from './edit';
import { straightBlock } from './make';
import type { ProgramDocument } from './types';
import { findBlock, findDay, findPrescription } from './walk';

/** Where something is dropped: between the blocks of a day, or among the exercises of a block. */
export type Target =
  | { kind: 'between'; dayId: string; index: number }
  | { kind: 'into'; blockId: string; index: number };

/** Moves a block before the block that now stands at `index` of a day. */
function placeBlock(
  document: ProgramDocument,
  blockId: string,
  dayId: string,
  index: number,
): ProgramDocument {
  const from = findBlock(document, blockId);
  if (!from || !findDay(document, dayId)) return document;
  const sameDay = from.day.id === dayId;
  // Its own two edges: nothing changes there.
  if (sameDay && (index === from.blockIndex || index === from.blockIndex + 1)) return document;
  const at = sameDay && index > from.blockIndex ? index - 1 : index;
  const without = changeBlock(document, blockId, () => null);
  return changeDay(without, dayId, (day) => ({
    ...day,
    blocks: insertAt(day.blocks, at, from.block),
  }));
}

/** Moves a whole block to a place in a day, or pours its exercises into another block. */
export function moveBlock(
  document: ProgramDocument,
  blockId: string,
  target: Target,
): ProgramDocument {
  if (target.kind === 'between') return placeBlock(document, blockId, target.dayId, target.index);
  const from = findBlock(document, blockId);
  if (!from || blockId === target.blockId || !findBlock(document, target.blockId)) return document;
  const without = changeBlock(document, blockId, () => null);
  return changeBlock(without, target.blockId, (block) =>
    joined(block, from.block.prescriptions, target.index),
  );
}

/** Moves one exercise into a block, or out into straight sets of its own. */
export function movePrescription(
  document: ProgramDocument,
  id: string,
  target: Target,
): ProgramDocument {
  const from = findPrescription(document, id);
  if (!from) return document;
  const alone = from.block.prescriptions.length === 1;
  if (target.kind === 'between') {
    if (alone) return placeBlock(document, from.block.id, target.dayId, target.index);
    const part = { ...from.prescription, rest_s: from.prescription.rest_s ?? from.block.rest_s };
    const without = removePrescription(document, id);
    return changeDay(without, target.dayId, (day) => ({
      ...day,
      blocks: insertAt(day.blocks, target.index, straightBlock(part)),
    }));
  }
  if (target.blockId === from.block.id) {
    const at = from.prescriptionIndex;
    if (alone || target.index === at || target.index === at + 1) return document;
    return changeBlock(document, from.block.id, (block) => {
      const others = block.prescriptions.filter((part) => part.id !== id);
      const index = target.index > at ? target.index - 1 : target.index;
      return { ...block, prescriptions: insertAt(others, index, from.prescription) };
    });
  }
  if (!findBlock(document, target.blockId)) return document;
  return changeBlock(removePrescription(document, id), target.blockId, (block) =>
    joined(block, [from.prescription], target.index),
  );
}

/** Moves a day before the day that now stands at `index` of a week. */
export function moveDay(
  document: ProgramDocument,
  dayId: string,
  weekId: string,
  index: number,
): ProgramDocument {
  const from = findDay(document, dayId);
  if (!from) return document;
  const sameWeek = from.week.id === weekId;
  if (sameWeek && (index === from.index || index === from.index + 1)) return document;
  const at = sameWeek && index > from.index ? index - 1 : index;
  const without = changeDay(document, dayId, () => null);
  return changeWeek(without, weekId, (week) => ({
    ...week,
    days: insertAt(week.days, at, from.day),
  }));
}

export type Direction = 'up' | 'down' | 'left' | 'right';

/** One step with the keyboard: up and down among the blocks, left and right to the next day. */
export function stepBlock(
  document: ProgramDocument,
  blockId: string,
  direction: Direction,
): ProgramDocument {
  const at = findBlock(document, blockId);
  if (!at) return document;
  if (direction === 'up' || direction === 'down') {
    const index = direction === 'up' ? at.blockIndex - 1 : at.blockIndex + 2;
    if (index < 0 || index > at.day.blocks.length) return document;
    return placeBlock(document, blockId, at.day.id, index);
  }
  const neighbour = at.week.days[at.index + (direction === 'left' ? -1 : 1)];
  if (!neighbour) return document;
  return placeBlock(
    document,
    blockId,
    neighbour.id,
    Math.min(at.blockIndex, neighbour.blocks.length),
  );
}

/**
 * One step of an exercise: within its superset first, beyond its edge out of it into straight sets of
 * its own. Alone in its block it moves with the block.
 */
export function stepPrescription(
  document: ProgramDocument,
  id: string,
  direction: Direction,
): ProgramDocument {
  const at = findPrescription(document, id);
  if (!at) return document;
  const size = at.block.prescriptions.length;
  const up = direction === 'up';
  if (size === 1) return stepBlock(document, at.block.id, direction);
  if (direction === 'left' || direction === 'right') {
    const neighbour = at.week.days[at.index + (direction === 'left' ? -1 : 1)];
    if (!neighbour) return document;
    const index = Math.min(at.blockIndex, neighbour.blocks.length);
    return movePrescription(document, id, { kind: 'between', dayId: neighbour.id, index });
  }
  const within = up ? at.prescriptionIndex > 0 : at.prescriptionIndex < size - 1;
  if (within) {
    const index = up ? at.prescriptionIndex - 1 : at.prescriptionIndex + 2;
    return movePrescription(document, id, { kind: 'into', blockId: at.block.id, index });
  }
  const index = up ? at.blockIndex : at.blockIndex + 1;
  return movePrescription(document, id, { kind: 'between', dayId: at.day.id, index });
}
