import { sessionState, type WeekStart } from '@/api/session';

/** Kept with the account for "as the browser does". */
export const BROWSER_LOCALE = 'en' as const;

/** How the signed-in person reads dates and numbers; undefined leaves it to the browser. */
export function readerLocale(): string | undefined {
  const locale = sessionState().me?.user.locale;
  return locale === BROWSER_LOCALE ? undefined : locale;
}

/** ISO day of the week that the signed-in person's calendars begin with. */
export function readerWeekStart(): WeekStart {
  return sessionState().me?.user.week_start ?? 1;
}
