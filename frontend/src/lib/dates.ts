import { readerLocale } from './reader';

const DAY_MS = 86_400_000;

/** The calendar date of a moment in a named zone, as `2026-11-20`. */
export function localDate(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Midnight UTC of an ISO date: a place to count days from, free of daylight saving. */
export function dayOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** Whole days from one ISO date to another; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dayOf(to).getTime() - dayOf(from).getTime()) / DAY_MS);
}

export function addDays(date: string, days: number): string {
  return new Date(dayOf(date).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** ISO weekday: Monday 1 … Sunday 7. */
export function isoWeekday(date: string): number {
  return dayOf(date).getUTCDay() || 7;
}

export function startOfWeek(date: string): string {
  return addDays(date, 1 - isoWeekday(date));
}

/** `Friday 20 November` in the reader's locale, with the year when it is not that of `today`. */
export function longDate(date: string, today: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...yearUnless(date, today),
    timeZone: 'UTC',
  }).format(dayOf(date));
}

function yearUnless(date: string, today: string): { year?: 'numeric' } {
  return date.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' };
}

/** `Friday 20 November 2026` in the reader's locale: for titles and screen readers. */
export function fullDate(date: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(dayOf(date));
}

/** `20 Nov`, with the year when it is not that of `today`. */
export function shortDate(date: string, today: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...yearUnless(date, today),
    timeZone: 'UTC',
  }).format(dayOf(date));
}

/** A date in words within two weeks (`today`, `in 3 days`, `yesterday`), and as a short date beyond. */
export function dateInWords(date: string, today: string, locale = readerLocale()): string {
  const days = daysBetween(today, date);
  if (Math.abs(days) > 14) return shortDate(date, today, locale);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}

/** A moment in words: `now`, `2 min. ago`, `3 hr. ago`, and beyond a day the date in words. */
export function momentInWords(
  at: Date,
  now: Date,
  timeZone: string,
  locale = readerLocale(),
): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const short = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  if (Math.abs(seconds) < 45) return short.format(0, 'second');
  if (Math.abs(seconds) < 3600) return short.format(Math.round(seconds / 60), 'minute');
  const date = localDate(at, timeZone);
  const today = localDate(now, timeZone);
  if (date === today) return short.format(Math.round(seconds / 3600), 'hour');
  return dateInWords(date, today, locale);
}

/** `18:00` in the zone and locale. */
export function timeOfDay(at: Date, timeZone: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(
    at,
  );
}

/** Date, time and zone in full, for titles. */
export function fullMoment(at: Date, timeZone: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  }).format(at);
}

/** Names of the week's days from Monday: `Mon` … `Sun`. */
export function weekdayNames(
  style: 'long' | 'short' | 'narrow' = 'short',
  locale = readerLocale(),
): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' });
  // 2024-01-01 was a Monday.
  return Array.from({ length: 7 }, (_, day) => format.format(dayOf(addDays('2024-01-01', day))));
}

/** The browser's own zone, for sign-up and logs. */
export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
