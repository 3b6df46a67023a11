import { describe, expect, it } from 'vitest';
import {
  addDays,
  dateInWords,
  daysBetween,
  fullDate,
  isoWeekday,
  localDate,
  longDate,
  momentInWords,
  shortDate,
  startOfWeek,
  weekdayNames,
} from './dates';
import { matches } from './match';
import { addMonths, monthWeeks } from './months';
import { formatNumber, formatPercent, formatSigned, parseNumber, plural, roundTo } from './numbers';
import { choiceParam, defined, pathParam, textParam } from './search';
import {
  formatClock,
  formatDistance,
  formatDuration,
  formatLoad,
  formatLoadFigure,
  formatVolume,
  lengthFromM,
  lengthToM,
  loadFromKg,
  loadToKg,
} from './units';

describe('numbers', () => {
  it.each([
    ['82,5', 82.5],
    [' 82.5 ', 82.5],
    ['.5', 0.5],
    ['-3', -3],
    ['', null],
    ['8o', null],
    ['1.2.3', null],
    ['1e3', null],
  ])('reads %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it('rounds halves away from zero, also where binary fractions fall short', () => {
    expect(roundTo(1.005, 2)).toBe(1.01);
    expect(roundTo(-2.5, 0)).toBe(-3);
    expect(roundTo(82.50000001, 2)).toBe(82.5);
  });

  it('writes signs, shares and plurals', () => {
    expect(formatSigned(2.5, 1, 'en')).toBe('+2.5');
    expect(formatSigned(-1, 1, 'en')).toBe('−1');
    expect(formatSigned(0, 1, 'en')).toBe('0');
    expect(formatNumber(-2.5, 1, 'en')).toBe('−2.5');
    expect(formatNumber(-0.01, 1, 'en')).toBe('0');
    expect(formatPercent(0.864, 'en')).toBe('86%');
    expect(plural(1, 'client')).toBe('1 client');
    expect(plural(2, 'person', 'people')).toBe('2 people');
  });
});

describe('units', () => {
  it('shows kilograms as pounds and brings them back within a tenth of a pound', () => {
    expect(loadFromKg(100, 'imperial')).toBe(220.5);
    expect(loadToKg(225, 'imperial')).toBe(102.058);
    for (const pounds of [2.5, 45, 135, 225.5, 1000]) {
      expect(loadFromKg(loadToKg(pounds, 'imperial'), 'imperial')).toBe(pounds);
    }
  });

  it('does not change metric loads', () => {
    for (const kg of [0, 1.25, 82.5, 317.75])
      expect(loadToKg(loadFromKg(kg, 'metric'), 'metric')).toBe(kg);
  });

  it('writes loads, volumes and distances', () => {
    expect(formatLoad(82.5, 'metric', 'en')).toBe('82.5\u00a0kg');
    expect(formatLoad(60, 'imperial', 'en')).toBe('132.5\u00a0lb');
    expect(formatLoad(100 / 3, 'metric', 'en')).toBe('33.3\u00a0kg');
    expect(formatLoad(loadToKg(45, 'imperial'), 'imperial', 'en')).toBe('45\u00a0lb');
    expect(formatLoadFigure(102.5, 'imperial', 'en')).toBe('226');
    expect(formatVolume(6240.4, 'metric', 'en')).toBe('6,240\u00a0kg');
    expect(formatDistance(400, 'metric', 'en')).toBe('400\u00a0m');
    expect(formatDistance(5200, 'metric', 'en')).toBe('5.2\u00a0km');
    expect(formatDistance(1609.344, 'imperial', 'en')).toBe('1\u00a0mi');
  });

  it('converts lengths', () => {
    expect(lengthFromM(1.83, 'metric')).toBe(183);
    expect(lengthFromM(1.83, 'imperial')).toBe(72);
    expect(lengthToM(72, 'imperial')).toBe(1.8288);
  });

  it('writes durations', () => {
    expect(formatClock(74)).toBe('1:14');
    expect(formatClock(3725)).toBe('1:02:05');
    expect(formatClock(-3)).toBe('0:00');
    expect(formatDuration(45)).toBe('45\u00a0s');
    expect(formatDuration(3240)).toBe('54\u00a0min');
    expect(formatDuration(4200)).toBe('1\u00a0h 10\u00a0min');
    expect(formatDuration(7200)).toBe('2\u00a0h');
  });
});

describe('dates', () => {
  const today = '2026-11-20';

  it('finds the date where the person is', () => {
    const at = new Date('2026-11-20T23:30:00Z');
    expect(localDate(at, 'UTC')).toBe('2026-11-20');
    expect(localDate(at, 'Europe/Berlin')).toBe('2026-11-21');
    expect(localDate(at, 'America/Los_Angeles')).toBe('2026-11-20');
  });

  it('counts days across a change of clocks and a leap day', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(isoWeekday('2026-11-22')).toBe(7);
    expect(startOfWeek('2026-11-22')).toBe('2026-11-16');
  });

  it('says dates in words', () => {
    expect(dateInWords(today, today, 'en')).toBe('today');
    expect(dateInWords('2026-11-21', today, 'en')).toBe('tomorrow');
    expect(dateInWords('2026-11-23', today, 'en')).toBe('in 3 days');
    expect(dateInWords('2026-11-19', today, 'en')).toBe('yesterday');
    expect(dateInWords('2026-12-24', today, 'en')).toBe('Dec 24');
    expect(shortDate('2025-12-24', today, 'en')).toBe('Dec 24, 2025');
    expect(fullDate(today, 'en')).toBe('Friday, November 20, 2026');
    expect(longDate(today, today, 'en-GB')).toBe('Friday 20 November');
    expect(longDate('2025-11-20', today, 'en')).toBe('Thursday, November 20, 2025');
  });

  it('says moments in words, and changes to days at midnight of the zone', () => {
    const now = new Date('2026-11-20T08:00:00Z');
    const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    expect(momentInWords(ago(0.2), now, 'UTC', 'en')).toBe('now');
    expect(momentInWords(ago(2), now, 'UTC', 'en')).toBe('2 min. ago');
    expect(momentInWords(ago(180), now, 'UTC', 'en')).toBe('3 hr. ago');
    expect(momentInWords(ago(600), now, 'UTC', 'en')).toBe('yesterday');
  });

  it('names the days from Monday', () => {
    expect(weekdayNames('short', 'en')).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
  });

  it('steps by month and stays in it', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    const weeks = monthWeeks('2026-11-20');
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
  });
});

describe('search', () => {
  it('matches beginnings of words without accents', () => {
    expect(matches('João Martins', 'joao m')).toBe(true);
    expect(matches('João Martins', 'tins')).toBe(false);
    expect(matches('Anything', '')).toBe(true);
  });

  it('reads parameters and drops what makes no sense', () => {
    expect(textParam(12)).toBe('12');
    expect(textParam('')).toBeUndefined();
    expect(choiceParam('b', ['a', 'b'])).toBe('b');
    expect(choiceParam('c', ['a', 'b'])).toBeUndefined();
    expect(defined({ a: 1, b: undefined })).toEqual({ a: 1 });
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'app'])(
    'does not return to %j',
    (path) => {
      expect(pathParam(path)).toBeUndefined();
    },
  );
});
