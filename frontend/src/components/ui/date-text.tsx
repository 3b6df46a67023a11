import { dateInWords, fullDate, fullMoment, localDate, momentInWords } from '@/lib/dates';

/** A date in words ("in 3 days") with the full date in its title. */
export function DateText({ date, today }: { date: string; today: string }) {
  return (
    <time dateTime={date} title={fullDate(date)}>
      {dateInWords(date, today)}
    </time>
  );
}

/** A moment in words ("2 min. ago") with date and time in full. `now` lets a page move all of them on together. */
export function MomentText({
  at,
  timeZone,
  now = new Date(),
}: {
  at: string;
  timeZone: string;
  now?: Date;
}) {
  const moment = new Date(at);
  return (
    <time dateTime={at} title={fullMoment(moment, timeZone)}>
      {momentInWords(moment, now, timeZone)}
    </time>
  );
}

/** Today's date where the person is, as `2026-11-20`. */
export function todayIn(timeZone: string): string {
  return localDate(new Date(), timeZone);
}
