import { describe, expect, it } from 'vitest';
import { replaceMe } from '@/api/session';
import { owner } from '@/testing/app';
import { fullDate, startOfWeek } from './dates';
import { calendarWeekdays, monthWeeks, startOfCalendarWeek } from './months';
import { formatNumber } from './numbers';

describe('the reader', () => {
  it('has calendars laid and figures written as chosen; weeks count from Monday for all', () => {
    replaceMe({ ...owner, user: { ...owner.user, locale: 'de-AT', week_start: 7 } });
    expect(calendarWeekdays()).toEqual(['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa']);
    expect(startOfCalendarWeek('2026-11-20')).toBe('2026-11-15');
    expect(startOfCalendarWeek('2026-11-15')).toBe('2026-11-15');
    expect(monthWeeks('2026-11-20')[0]?.[0]).toBe('2026-11-01');
    expect(startOfWeek('2026-11-22')).toBe('2026-11-16');
    expect(formatNumber(82.5)).toBe('82,5');
    expect(fullDate('2026-11-20')).toBe('Freitag, 20. November 2026');
  });

  it('may begin the week on Saturday', () => {
    replaceMe({ ...owner, user: { ...owner.user, locale: 'en-US', week_start: 6 } });
    expect(calendarWeekdays()[0]).toBe('Sat');
    expect(startOfCalendarWeek('2026-11-20')).toBe('2026-11-14');
  });
});
