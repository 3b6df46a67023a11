import { addDays, dayOf, isoWeekday, weekdayNames } from './dates';
import { readerLocale, readerWeekStart } from './reader';

/** The first day of a date's week in the reader's calendar. What counts by week begins on Monday for everybody. */
export function startOfCalendarWeek(date: string): string {
  return addDays(date, -((isoWeekday(date) - readerWeekStart() + 7) % 7));
}

/** The short names of a week's days as the reader's calendar has them: `Sun` … `Sat`. */
export function calendarWeekdays(locale = readerLocale()): string[] {
  const names = weekdayNames('short', locale);
  const first = readerWeekStart() - 1;
  return [...names.slice(first), ...names.slice(0, first)];
}

/** The same day some months on; the 31st becomes a shorter month's last day. */
export function addMonths(date: string, months: number): string {
  const from = dayOf(date);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  last.setUTCDate(Math.min(from.getUTCDate(), last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

/** The whole weeks of the reader's calendar that cover the month of a date. */
export function monthWeeks(date: string): string[][] {
  const first = `${date.slice(0, 7)}-01`;
  const next = addMonths(first, 1);
  const weeks: string[][] = [];
  for (let day = startOfCalendarWeek(first); day < next; day = addDays(day, 7)) {
    const start = day;
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)));
  }
  return weeks;
}

/** `November 2026` */
export function monthName(date: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(dayOf(date));
}
