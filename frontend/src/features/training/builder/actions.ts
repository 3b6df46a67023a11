import {
  type Clip,
  clipOf,
  duplicateBlock,
  duplicateDay,
  duplicatePrescription,
  pasteIntoDay,
  pasteIntoWeek,
} from '../document/copies';
import { changeBlock, changeDay, insertAt, joined, removePrescription } from '../document/edit';
import { makePrescription, straightBlock } from '../document/make';
import {
  type Direction,
  moveBlock,
  moveDay,
  movePrescription,
  stepBlock,
  stepPrescription,
  type Target,
} from '../document/move';
import type { ProgramDocument } from '../document/types';
import { findBlock, findDay, findPrescription } from '../document/walk';
import type { BookEntry, ExerciseBook } from './exercise-book';
import { blockName, type Selection } from './selection';
import type { BuilderStore } from './store';

/** What a selection is called: "Back squat", "Superset of …", "Lower A". */
export function nameOf(document: ProgramDocument, book: ExerciseBook, item: Selection): string {
  if (item.kind === 'day') return findDay(document, item.id)?.day.name ?? 'Workout';
  if (item.kind === 'block') {
    const at = findBlock(document, item.id);
    return at ? blockName(at.block, (id) => book.nameOf(id)) : 'Block';
  }
  const at = findPrescription(document, item.id);
  return at ? book.nameOf(at.prescription.exercise_id) : 'Exercise';
}

/** Where a selection stands, for the ear: "Lower A, block 2 of 4". */
export function placeOf(document: ProgramDocument, item: Selection): string {
  if (item.kind === 'day') {
    const at = findDay(document, item.id);
    return at ? `workout ${at.index + 1} of ${at.week.days.length}` : '';
  }
  const at =
    item.kind === 'block' ? findBlock(document, item.id) : findPrescription(document, item.id);
  return at ? `${at.day.name}, block ${at.blockIndex + 1} of ${at.day.blocks.length}` : '';
}

/** Moves one step by key. */
export function step(
  store: BuilderStore,
  book: ExerciseBook,
  item: Selection,
  direction: Direction,
): boolean {
  const before = store.state.content.document;
  const after = stepped(before, item, direction);
  const name = nameOf(before, book, item);
  if (after === before) {
    store.say(`${name} cannot go further ${direction}.`);
    return false;
  }
  return store.edit(`Move ${name}`, () => after, { say: `${name}: ${placeOf(after, item)}` });
}

function stepped(document: ProgramDocument, item: Selection, to: Direction): ProgramDocument {
  if (item.kind === 'block') return stepBlock(document, item.id, to);
  if (item.kind === 'prescription') return stepPrescription(document, item.id, to);
  const at = findDay(document, item.id);
  if (!at || to === 'up' || to === 'down') return document;
  const index = to === 'left' ? at.index - 1 : at.index + 2;
  if (index < 0 || index > at.week.days.length) return document;
  return moveDay(document, item.id, at.week.id, index);
}

type DropTarget = Target | { kind: 'week'; weekId: string; index: number };

/** Moves to where it was dropped. */
export function drop(
  store: BuilderStore,
  book: ExerciseBook,
  item: Selection,
  target: DropTarget,
): boolean {
  const before = store.state.content.document;
  const name = nameOf(before, book, item);
  const after = dropped(before, item, target);
  return store.edit(`Move ${name}`, () => after, { say: `${name}: ${placeOf(after, item)}` });
}

/**
 * Where it would stand if it were dropped there, for the ear. A target names a gap, of which there is always one more
 * than there are places, so the place is read off the document as the drop would leave it.
 */
export function placeAfter(
  document: ProgramDocument,
  book: ExerciseBook,
  item: Selection,
  target: DropTarget,
): string {
  const after = dropped(document, item, target);
  if (target.kind !== 'into') return placeOf(after, item);
  const held = findBlock(document, target.blockId)?.block.prescriptions ?? [];
  const block = findBlock(after, target.blockId)?.block;
  if (!block) return placeOf(after, item);
  const moved =
    item.kind === 'block' ? findBlock(document, item.id)?.block.prescriptions[0]?.id : item.id;
  const place = block.prescriptions.findIndex((part) => part.id === moved) + 1;
  const others = { ...block, prescriptions: held.filter((part) => part.id !== moved) };
  return `one block with ${blockName(others, (id) => book.nameOf(id))}, place ${place} of ${block.prescriptions.length}`;
}

function dropped(document: ProgramDocument, item: Selection, target: DropTarget): ProgramDocument {
  if (target.kind === 'week')
    return item.kind === 'day' ? moveDay(document, item.id, target.weekId, target.index) : document;
  if (item.kind === 'block') return moveBlock(document, item.id, target);
  return item.kind === 'prescription' ? movePrescription(document, item.id, target) : document;
}

export function duplicate(store: BuilderStore, book: ExerciseBook, item: Selection): boolean {
  const name = nameOf(store.state.content.document, book, item);
  const change = { day: duplicateDay, block: duplicateBlock, prescription: duplicatePrescription };
  return store.edit(`Duplicate ${name}`, (document) => change[item.kind](document, item.id));
}

export function remove(store: BuilderStore, book: ExerciseBook, item: Selection): boolean {
  const name = nameOf(store.state.content.document, book, item);
  return store.edit(`Remove ${name}`, (document) => {
    if (item.kind === 'day') return changeDay(document, item.id, () => null);
    if (item.kind === 'block') return changeBlock(document, item.id, () => null);
    return removePrescription(document, item.id);
  });
}

/** What stands before or after a removed part, so that the focus does not fall to the page's start. */
export function neighbour(document: ProgramDocument, item: Selection): Selection | null {
  if (item.kind === 'day') {
    const at = findDay(document, item.id);
    const next = at && (at.week.days[at.index + 1] ?? at.week.days[at.index - 1]);
    return next ? { kind: 'day', id: next.id } : null;
  }
  const at =
    item.kind === 'block' ? findBlock(document, item.id) : findPrescription(document, item.id);
  if (!at) return null;
  const parts = at.day.blocks.flatMap((block) => block.prescriptions);
  const own = new Set(
    item.kind === 'block' ? at.block.prescriptions.map(({ id }) => id) : [item.id],
  );
  const first = parts.findIndex(({ id }) => own.has(id));
  const next = parts[first + own.size] ?? parts[first - 1];
  return next ? { kind: 'prescription', id: next.id } : { kind: 'day', id: at.day.id };
}

/** Adds an exercise at the end of a day as straight sets; returns its prescription. */
export function addToDay(
  store: BuilderStore,
  book: ExerciseBook,
  dayId: string,
  exercise: BookEntry,
): Selection | null {
  book.add([exercise]);
  const part = makePrescription(exercise.id, exercise.measurement);
  const added = store.edit(`Add ${exercise.name}`, (document) =>
    changeDay(document, dayId, (day) => ({
      ...day,
      blocks: insertAt(day.blocks, day.blocks.length, straightBlock(part)),
    })),
  );
  return added ? { kind: 'prescription', id: part.id } : null;
}

/** Adds an exercise to a block; straight sets become a superset. */
export function addToBlock(
  store: BuilderStore,
  book: ExerciseBook,
  blockId: string,
  exercise: BookEntry,
): Selection | null {
  book.add([exercise]);
  const part = makePrescription(exercise.id, exercise.measurement);
  const added = store.edit(`Add ${exercise.name}`, (document) =>
    changeBlock(document, blockId, (block) => joined(block, [part], block.prescriptions.length)),
  );
  return added ? { kind: 'prescription', id: part.id } : null;
}

const CLIP_KEY = 'stoke.builder.clip';

/** Keeps a copy of the selection in the tab, so that it can be pasted in another program. */
export function copy(store: BuilderStore, book: ExerciseBook, item: Selection): void {
  const { document } = store.state.content;
  const clip = clipFor(document, item);
  if (!clip) return;
  const ids = new Set(
    (clip.kind === 'day' ? clip.day.blocks : clip.blocks).flatMap((block) =>
      block.prescriptions.map((part) => part.exercise_id),
    ),
  );
  const entries = [...ids].flatMap((id) => book.get(id) ?? []);
  sessionStorage.setItem(CLIP_KEY, JSON.stringify({ clip, entries }));
  store.say(`Copied ${nameOf(document, book, item)}`);
}

function clipFor(document: ProgramDocument, item: Selection): Clip | null {
  if (item.kind === 'day') {
    const at = findDay(document, item.id);
    return at && { kind: 'day', day: at.day };
  }
  if (item.kind === 'block') {
    const at = findBlock(document, item.id);
    return at && { kind: 'blocks', blocks: [at.block] };
  }
  return clipOf(document, item.id);
}

/** Pastes after the selection; a copied day becomes a further day of the week. */
export function paste(
  store: BuilderStore,
  book: ExerciseBook,
  selection: Selection | null,
  weekId: string,
): boolean {
  const stored = sessionStorage.getItem(CLIP_KEY);
  if (!stored) {
    store.say('Nothing was copied yet.');
    return false;
  }
  const { clip, entries } = JSON.parse(stored) as { clip: Clip; entries: BookEntry[] };
  book.add(entries);
  return store.edit('Paste', (document) => {
    if (clip.kind === 'day' || !selection) return pasteIntoWeek(document, clip, weekId);
    if (selection.kind === 'day') {
      const at = findDay(document, selection.id);
      return pasteIntoDay(document, clip, selection.id, at?.day.blocks.length ?? 0);
    }
    const at =
      selection.kind === 'block'
        ? findBlock(document, selection.id)
        : findPrescription(document, selection.id);
    return at ? pasteIntoDay(document, clip, at.day.id, at.blockIndex + 1) : document;
  });
}
