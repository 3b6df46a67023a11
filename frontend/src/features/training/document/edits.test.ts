import { describe, expect, it } from 'vitest';
import { placeAfter } from '../builder/actions';
import { ExerciseBook } from '../builder/exercise-book';
import { record, redo, startHistory, undo } from '../builder/history';
import {
  copyDayToWeeks,
  copyWeekToWeeks,
  duplicateBlock,
  duplicateDay,
  duplicatePhase,
  duplicatePrescription,
  duplicateWeek,
  pasteIntoDay,
} from './copies';
import { patchPrescription, removePrescription, setBlockKind } from './edit';
import { checkLimits } from './limits';
import { copyDocument, makeDay, makePhase, makePrescription, straightBlock } from './make';
import { moveBlock, moveDay, movePrescription, stepBlock, stepPrescription } from './move';
import type { BlockKind, ProgramDocument } from './types';
import { allIds, findBlock, findDay, findPrescription, numberedWeeks } from './walk';

/** Mulberry32: numbers from a seed, so that a failure can be run again. */
function randomFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

function sample(): ProgramDocument {
  const day = (name: string, count: number) => ({
    ...makeDay(name),
    blocks: Array.from({ length: count }, (_, n) =>
      straightBlock(makePrescription(`exercise-${n}`, 'weight_reps')),
    ),
  });
  const phase = makePhase('Base', 2);
  return {
    phases: [
      {
        ...phase,
        weeks: phase.weeks.map((week) => ({
          ...week,
          days: [day('Lower', 3), day('Upper', 2), day('Full', 1)],
        })),
      },
    ],
  };
}

const book = new ExerciseBook(
  [0, 1, 2].map((n) => ({
    id: `exercise-${n}`,
    name: `Exercise ${n}`,
    measurement: 'weight_reps',
    primary_muscles: [],
    secondary_muscles: [],
    unilateral: false,
  })),
);

describe('the place that a drag announces', () => {
  const document = sample();
  const week = document.phases[0]?.weeks[0];
  const [lower, upper, full] = week?.days ?? [];
  const [first, second] = lower?.blocks ?? [];
  if (!week || !lower || !upper || !full || !first || !second) throw new Error('a sample is whole');
  const item = { kind: 'block', id: first.id } as const;
  const over = (dayId: string, index: number) =>
    placeAfter(document, book, item, { kind: 'between', dayId, index });

  it('is the one that a drop would give, in its own workout and in another', () => {
    expect([0, 1, 2, 3].map((index) => over(lower.id, index))).toEqual([
      'Lower, block 1 of 3',
      'Lower, block 1 of 3',
      'Lower, block 2 of 3',
      'Lower, block 3 of 3',
    ]);
    expect([0, 1, 2].map((index) => over(upper.id, index))).toEqual([
      'Upper, block 1 of 3',
      'Upper, block 2 of 3',
      'Upper, block 3 of 3',
    ]);
  });

  it('counts the workouts of the week, and the exercises of a block that it joins', () => {
    const day = { kind: 'day', id: lower.id } as const;
    const target = { kind: 'week', weekId: week.id, index: 3 } as const;
    expect(placeAfter(document, book, day, target)).toBe('workout 3 of 3');
    const into = { kind: 'into', blockId: second.id, index: 1 } as const;
    expect(placeAfter(document, book, item, into)).toBe('one block with Exercise 1, place 2 of 2');
  });
});

const kinds: BlockKind[] = ['straight', 'superset', 'circuit'];
const directions = ['up', 'down', 'left', 'right'] as const;

/** One arbitrary edit, with arguments out of the document and sometimes out of nowhere. */
function arbitraryEdit(document: ProgramDocument, pick: (below: number) => number) {
  const weeks = numberedWeeks(document).map(({ week }) => week);
  const days = weeks.flatMap((week) => week.days);
  const blocks = days.flatMap((day) => day.blocks);
  const parts = blocks.flatMap((block) => block.prescriptions);
  const of = <T extends { id: string }>(items: T[]) =>
    items[pick(items.length + 1)]?.id ?? 'nowhere';
  const target = () =>
    pick(2) === 0
      ? ({ kind: 'between', dayId: of(days), index: pick(5) } as const)
      : ({ kind: 'into', blockId: of(blocks), index: pick(4) } as const);
  const direction = directions[pick(4)] ?? 'up';
  const source = days[pick(days.length)];
  const edits: (() => ProgramDocument)[] = [
    () => moveBlock(document, of(blocks), target()),
    () => movePrescription(document, of(parts), target()),
    () => moveDay(document, of(days), of(weeks), pick(5)),
    () => stepBlock(document, of(blocks), direction),
    () => stepPrescription(document, of(parts), direction),
    () => setBlockKind(document, of(blocks), kinds[pick(3)] ?? 'straight'),
    () => duplicateBlock(document, of(blocks)),
    () => duplicatePrescription(document, of(parts)),
    () => removePrescription(document, of(parts)),
    () => patchPrescription(document, of(parts), { sets: pick(20) + 1 }),
    () => (pick(4) === 0 ? duplicateDay(document, of(days)) : document),
    () =>
      source
        ? copyDayToWeeks(document, { day: source, index: 0 }, [of(weeks)], 'replace')
        : document,
    () => {
      const block = blocks[pick(blocks.length)];
      return block
        ? pasteIntoDay(document, { kind: 'blocks', blocks: [block] }, of(days), pick(4))
        : document;
    },
  ];
  return edits[pick(edits.length)]?.() ?? document;
}

function checkShape(document: ProgramDocument): void {
  const ids = allIds(document);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { week } of numberedWeeks(document)) {
    for (const block of week.days.flatMap((day) => day.blocks)) {
      if (block.kind === 'straight') {
        expect(block.prescriptions).toHaveLength(1);
        expect(block.rounds).toBeNull();
      } else {
        expect(block.prescriptions.length).toBeGreaterThan(0);
        for (const part of block.prescriptions) expect(part.sets).toBe(block.rounds);
      }
    }
  }
}

describe('any sequence of edits', () => {
  it.each(Array.from({ length: 25 }, (_, seed) => seed + 1))(
    'keeps the document valid, and undo restores it exactly (seed %i)',
    (seed) => {
      const pick = randomFrom(seed);
      const start = sample();
      const frozen = structuredClone(start);
      let history = startHistory(start);
      let steps = 0;
      for (let turn = 0; turn < 60; turn += 1) {
        const next = arbitraryEdit(history.present, pick);
        try {
          checkLimits(next);
        } catch {
          continue;
        }
        const after = record(history, next, 'edit');
        if (after !== history) steps += 1;
        history = after;
        checkShape(history.present);
      }
      const end = history.present;
      for (let back = 0; back < steps; back += 1) history = undo(history);
      expect(history.present).toEqual(frozen);
      for (let forth = 0; forth < steps; forth += 1) history = redo(history);
      expect(history.present).toBe(end);
    },
  );

  it('moves exercises without losing or adding one', () => {
    const pick = randomFrom(7);
    let document = sample();
    const inventory = (of: ProgramDocument) =>
      numberedWeeks(of)
        .flatMap(({ week }) => week.days.flatMap((day) => day.blocks))
        .flatMap((block) => block.prescriptions.map(({ id }) => id))
        .sort();
    const before = inventory(document);
    for (let turn = 0; turn < 300; turn += 1) {
      const days = numberedWeeks(document).flatMap(({ week }) => week.days);
      const blocks = days.flatMap((day) => day.blocks);
      const block = blocks[pick(blocks.length)];
      const into = blocks[pick(blocks.length)];
      const day = days[pick(days.length)];
      const part = block?.prescriptions[pick(block.prescriptions.length)];
      if (!block || !into || !day || !part) throw new Error('the sample is empty');
      const target =
        pick(2) === 0
          ? ({ kind: 'between', dayId: day.id, index: pick(4) } as const)
          : ({ kind: 'into', blockId: into.id, index: pick(3) } as const);
      document =
        pick(2) === 0
          ? moveBlock(document, block.id, target)
          : movePrescription(document, part.id, target);
    }
    expect(inventory(document)).toEqual(before);
    checkShape(document);
  });
});

describe('copies', () => {
  it('give every part an id of its own', () => {
    const document = sample();
    const [first, second] = numberedWeeks(document);
    if (!first || !second) throw new Error('the sample has two weeks');
    const copies = [
      duplicatePhase(document, document.phases[0]?.id ?? ''),
      duplicateWeek(document, first.week.id),
      copyWeekToWeeks(document, first.week, [second.week.id], 'add'),
      copyWeekToWeeks(document, first.week, [second.week.id], 'replace'),
    ];
    for (const copy of copies) checkShape(copy);
    const other = copyDocument(document);
    expect(new Set([...allIds(other), ...allIds(document)]).size).toBe(allIds(document).length * 2);
  });

  it('replace the workout of the same name, and keep the name and mark of a week', () => {
    const document = sample();
    const [first, second] = numberedWeeks(document);
    if (!first || !second) throw new Error('the sample has two weeks');
    const marked: ProgramDocument = {
      phases: document.phases.map((phase) => ({
        ...phase,
        weeks: phase.weeks.map((week) =>
          week.id === second.week.id
            ? { ...week, name: 'Easy', deload: true, days: [...week.days].reverse() }
            : week,
        ),
      })),
    };
    const lower = first.week.days[0];
    if (!lower) throw new Error('the sample has days');
    const one = copyDayToWeeks(marked, { day: lower, index: 0 }, [second.week.id], 'replace');
    expect(numberedWeeks(one)[1]?.week.days.map(({ name }) => name)).toEqual([
      'Full',
      'Upper',
      'Lower',
    ]);
    const all = numberedWeeks(copyWeekToWeeks(marked, first.week, [second.week.id], 'replace'))[1];
    expect(all?.week).toMatchObject({ name: 'Easy', deload: true });
    expect(all?.week.days.map(({ name }) => name)).toEqual(['Lower', 'Upper', 'Full']);
  });
});

describe('a superset', () => {
  it('is made by dropping an exercise on straight sets, and takes their sets and rest', () => {
    const document = sample();
    const day = document.phases[0]?.weeks[0]?.days[0];
    const [a, b] = day?.blocks ?? [];
    if (!a || !b) throw new Error('the sample has blocks');
    const made = moveBlock(
      patchPrescription(document, a.prescriptions[0]?.id ?? '', { sets: 5, rest_s: 120 }),
      b.id,
      { kind: 'into', blockId: a.id, index: 1 },
    );
    const block = findBlock(made, a.id)?.block;
    expect(block).toMatchObject({ kind: 'superset', rounds: 5, rest_s: 120 });
    expect(block?.prescriptions.map(({ sets, rest_s }) => [sets, rest_s])).toEqual([
      [5, null],
      [5, null],
    ]);
  });

  it('falls back to straight sets when one exercise is left, with the rest between rounds', () => {
    const document = sample();
    const day = document.phases[0]?.weeks[0]?.days[0];
    const [a, b] = day?.blocks ?? [];
    const guest = b?.prescriptions[0];
    if (!a || !b || !guest) throw new Error('the sample has blocks');
    const pair = moveBlock(document, b.id, { kind: 'into', blockId: a.id, index: 1 });
    const apart = removePrescription(pair, guest.id);
    const block = findBlock(apart, a.id)?.block;
    expect(block).toMatchObject({ kind: 'straight', rounds: null, rest_s: null });
    expect(block?.prescriptions[0]?.rest_s).toBe(90);
  });
});

describe('steps by key', () => {
  it('move a block within its day and to the next', () => {
    const document = sample();
    const days = document.phases[0]?.weeks[0]?.days;
    const block = days?.[0]?.blocks[2];
    if (!days || !block) throw new Error('the sample has blocks');
    const up = stepBlock(document, block.id, 'up');
    expect(findBlock(up, block.id)?.blockIndex).toBe(1);
    const right = stepBlock(up, block.id, 'right');
    expect(findBlock(right, block.id)?.day.id).toBe(days[1]?.id);
    expect(stepBlock(document, days[0]?.blocks[0]?.id ?? '', 'up')).toBe(document);
    expect(stepBlock(document, block.id, 'left')).toBe(document);
  });

  it('take an exercise out of its superset beyond its edge', () => {
    const document = sample();
    const [a, b] = document.phases[0]?.weeks[0]?.days[0]?.blocks ?? [];
    const guest = b?.prescriptions[0];
    if (!a || !b || !guest) throw new Error('the sample has blocks');
    const pair = moveBlock(document, b.id, { kind: 'into', blockId: a.id, index: 1 });
    const within = stepPrescription(pair, guest.id, 'up');
    expect(findPrescription(within, guest.id)?.prescriptionIndex).toBe(0);
    const out = stepPrescription(within, guest.id, 'up');
    expect(findPrescription(out, guest.id)?.block.kind).toBe('straight');
    expect(findPrescription(out, guest.id)?.blockIndex).toBe(0);
  });
});

describe('limits', () => {
  it('refuse an eighth workout in words', () => {
    let document = sample();
    const day = document.phases[0]?.weeks[0]?.days[0];
    for (let n = 0; n < 5; n += 1) document = duplicateDay(document, day?.id ?? '');
    expect(() => checkLimits(document)).toThrow('at most 7 workouts');
    expect(findDay(document, day?.id ?? '')).not.toBeNull();
  });
});
