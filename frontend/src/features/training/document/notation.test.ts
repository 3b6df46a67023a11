import { describe, expect, it } from 'vitest';
import { makePrescription } from './make';
import {
  blockText,
  loadFigure,
  prescriptionText,
  readCount,
  readDistance,
  readDuration,
  readLoad,
  readReps,
  readRest,
  readTempo,
  showDistance,
  showReps,
  showSeconds,
} from './notation';

const ok = (value: unknown) => ({ ok: true, value });

describe('reading', () => {
  it.each([
    ['8', { min: 8, max: 8 }],
    ['8-10', { min: 8, max: 10 }],
    [' 8 – 10 ', { min: 8, max: 10 }],
    ['8 to 10', { min: 8, max: 10 }],
    ['', null],
  ])('repetitions from %j', (text, value) => expect(readReps(text)).toEqual(ok(value)));

  it.each(['0', '10-8', '8-101', 'many', '8-', '-8', '8.5'])('no repetitions from %j', (text) =>
    expect(readReps(text).ok).toBe(false),
  );

  it.each([
    ['2:00', 120],
    ['90', 90],
    ['90 s', 90],
    ['2 min', 120],
    ['1,5 min', 90],
    ['0:45', 45],
    ['1:02:05', 3725],
    ['', null],
  ])('a time from %j', (text, value) => expect(readDuration(text)).toEqual(ok(value)));

  it('no rest above 15 minutes, and no time that is none', () => {
    expect(readRest('15:00')).toEqual(ok(900));
    expect(readRest('15:01').ok).toBe(false);
    expect(readRest('1:75').ok).toBe(false);
    expect(readDuration('0').ok).toBe(false);
  });

  it.each([
    ['400', 400],
    ['400 m', 400],
    ['1,5 km', 1500],
    ['1.5km', 1500],
  ])('a distance from %j', (text, value) => expect(readDistance(text)).toEqual(ok(value)));

  it.each([
    ['3-1-1-0', '3-1-1-0'],
    ['31x0', '3-1-X-0'],
    ['3 1 1', '3-1-1'],
    ['2–0–x', '2-0-X'],
    ['', null],
  ])('a tempo from %j', (text, value) => expect(readTempo(text)).toEqual(ok(value)));

  it.each(['3', '3-1', '3-1-1-0-0', 'slow'])('no tempo from %j', (text) =>
    expect(readTempo(text).ok).toBe(false),
  );

  it('a load in the person’s units, with a comma too', () => {
    expect(readLoad('82,5', 'weight', 'metric')).toEqual(ok({ kind: 'weight', kg: 82.5 }));
    expect(readLoad('225 lb', 'weight', 'imperial')).toEqual(ok({ kind: 'weight', kg: 102.058 }));
    expect(readLoad('75 %', 'percent_1rm', 'metric')).toEqual(
      ok({ kind: 'percent_1rm', percent: 75 }),
    );
    expect(readLoad('7,5', 'rpe', 'metric')).toEqual(ok({ kind: 'rpe', rpe: 7.5 }));
  });

  it.each([
    ['1001', 'weight'],
    ['121', 'percent_1rm'],
    ['72.3', 'percent_1rm'],
    ['4', 'rpe'],
    ['8.2', 'rpe'],
    ['heavy', 'rpe'],
  ] as const)('no load from %j as %s', (text, kind) =>
    expect(readLoad(text, kind, 'metric').ok).toBe(false),
  );

  it('whole sets from 1 to 20', () => {
    expect(readCount('4', 'sets')).toEqual(ok(4));
    for (const text of ['0', '21', '3.5', '', 'x']) expect(readCount(text, 'sets').ok).toBe(false);
  });
});

describe('showing', () => {
  it.each([null, 45, 60, 90, 600, 3725])('a time that is read back as it was: %s', (seconds) => {
    expect(readDuration(showSeconds(seconds))).toEqual(ok(seconds));
  });
  it.each([null, 40, 400, 1500, 5000, 10_000])('a distance that is read back: %s', (metres) => {
    expect(readDistance(showDistance(metres))).toEqual(ok(metres));
  });
  it.each([{ min: 8, max: 8 }, { min: 8, max: 12 }, null])(
    'repetitions that are read back',
    (reps) => {
      expect(readReps(showReps(reps))).toEqual(ok(reps));
    },
  );
  it('a weight in pounds that is read back', () => {
    const load = { kind: 'weight', kg: 102.058 } as const;
    expect(loadFigure(load, 'imperial')).toBe('225');
  });

  it('a prescription in a line', () => {
    const part = {
      ...makePrescription('e', 'weight_reps'),
      sets: 4,
      reps: { min: 8, max: 10 },
      load: { kind: 'rpe', rpe: 8 } as const,
      tempo: '3-1-1',
      rest_s: 120,
    };
    const text = (straight: boolean) =>
      prescriptionText(part, { units: 'metric', straight, locale: 'en' })
        .replaceAll('\u00a0', ' ')
        .replaceAll('\u2011', '-');
    expect(text(true)).toBe('4 × 8–10 at RPE 8, tempo 3-1-1, rest 2:00');
    expect(text(false)).toBe('8–10 at RPE 8, tempo 3-1-1, rest 2:00');
  });

  it('a block by kind and rounds', () => {
    expect(blockText({ kind: 'straight', rounds: null, rest_s: null })).toBe('Straight sets');
    expect(blockText({ kind: 'superset', rounds: 3, rest_s: 90 })).toBe(
      'Superset, 3 rounds, rest 1:30',
    );
    expect(blockText({ kind: 'circuit', rounds: 1, rest_s: null })).toBe('Circuit, 1 round');
  });
});
