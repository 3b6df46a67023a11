import type { Block, Day, Phase, Prescription, ProgramDocument, Week } from './types';

/** A week with its place: numbered through the whole program as a coach counts. */
export interface NumberedWeek {
  phase: Phase;
  week: Week;
  number: number;
}

export function numberedWeeks(document: ProgramDocument): NumberedWeek[] {
  let number = 0;
  return document.phases.flatMap((phase) =>
    phase.weeks.map((week) => {
      number += 1;
      return { phase, week, number };
    }),
  );
}

/** "Week 3", or its own name where it has one. */
export function weekLabel({ week, number }: Pick<NumberedWeek, 'week' | 'number'>): string {
  return week.name ?? `Week ${number}`;
}

export interface DayPlace {
  phase: Phase;
  week: Week;
  day: Day;
  index: number;
}

export interface BlockPlace extends DayPlace {
  block: Block;
  blockIndex: number;
}

export interface PrescriptionPlace extends BlockPlace {
  prescription: Prescription;
  prescriptionIndex: number;
}

function* days(document: ProgramDocument): Generator<DayPlace> {
  for (const phase of document.phases)
    for (const week of phase.weeks)
      for (const [index, day] of week.days.entries()) yield { phase, week, day, index };
}

function* blocks(document: ProgramDocument): Generator<BlockPlace> {
  for (const place of days(document))
    for (const [blockIndex, block] of place.day.blocks.entries())
      yield { ...place, block, blockIndex };
}

export function findWeek(document: ProgramDocument, id: string): NumberedWeek | null {
  return numberedWeeks(document).find(({ week }) => week.id === id) ?? null;
}

export function findDay(document: ProgramDocument, id: string): DayPlace | null {
  for (const place of days(document)) if (place.day.id === id) return place;
  return null;
}

export function findBlock(document: ProgramDocument, id: string): BlockPlace | null {
  for (const place of blocks(document)) if (place.block.id === id) return place;
  return null;
}

export function findPrescription(document: ProgramDocument, id: string): PrescriptionPlace | null {
  for (const place of blocks(document)) {
    const prescriptionIndex = place.block.prescriptions.findIndex((part) => part.id === id);
    const prescription = place.block.prescriptions[prescriptionIndex];
    if (prescription) return { ...place, prescription, prescriptionIndex };
  }
  return null;
}

/** Every id of the document, in order. */
export function allIds(document: ProgramDocument): string[] {
  const ids: string[] = [];
  for (const phase of document.phases) {
    ids.push(phase.id);
    for (const week of phase.weeks) {
      ids.push(week.id);
      for (const day of week.days) {
        ids.push(day.id);
        for (const block of day.blocks)
          ids.push(block.id, ...block.prescriptions.map((part) => part.id));
      }
    }
  }
  return ids;
}

/** The exercises that the document uses, each once. */
export function exerciseIds(document: ProgramDocument): string[] {
  const ids = new Set<string>();
  for (const { block } of blocks(document))
    for (const part of block.prescriptions) ids.add(part.exercise_id);
  return [...ids];
}

/** `A`, `B`, … and beyond `Z` as columns of a sheet are counted: `AA`. */
export function blockLetter(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? blockLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}
