import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { fullMoment, localDate, longDate, timeOfDay } from '@/lib/dates';

export type TimelineTone = 'neutral' | 'accent' | 'bad';

export interface TimelineItem {
  id: string;
  /** When it happened, as an ISO moment. */
  at: string;
  icon: ReactNode;
  tone?: TimelineTone;
  /** What happened, in a sentence. */
  title: ReactNode;
  /** Below the sentence: what changed, or what else is known. */
  detail?: ReactNode;
}

export interface TimelineProps {
  /** What these are the events of, for a screen reader. */
  label: string;
  /** The newest first. */
  items: readonly TimelineItem[];
  timeZone: string;
  now?: Date;
}

const tones: Record<TimelineTone, string> = {
  neutral: 'bg-fill text-soft',
  accent: 'bg-accent-wash text-accent-ink',
  bad: 'bg-bad-wash text-bad-ink',
};

interface Day {
  date: string;
  items: TimelineItem[];
}

/** Neighbours of one calendar date, where the reader is, stand together. */
function byDay(items: readonly TimelineItem[], timeZone: string): Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const date = localDate(new Date(item.at), timeZone);
    const last = days.at(-1);
    if (last?.date === date) last.items.push(item);
    else days.push({ date, items: [item] });
  }
  return days;
}

/** Events in order of time under the days on which they happened: a history, an activity feed, the audit log. */
export function Timeline({ label, items, timeZone, now = new Date() }: TimelineProps) {
  const today = localDate(now, timeZone);
  return (
    <section aria-label={label} className="flex flex-col gap-5">
      {byDay(items, timeZone).map(({ date, items: events }) => (
        <section key={`${date} ${events[0]?.id}`} aria-label={longDate(date, today)}>
          <h2 className="sticky top-14 z-10 bg-bg py-1.5 text-sm font-medium text-soft">
            {longDate(date, today)}
          </h2>
          <ol className="flex flex-col">
            {events.map((event, index) => (
              <li key={event.id} className="relative flex gap-3 pb-4">
                {index < events.length - 1 && (
                  <span
                    aria-hidden="true"
                    className="absolute top-9 bottom-0 left-4 w-px -translate-x-1/2 bg-line"
                  />
                )}
                <span
                  aria-hidden="true"
                  className={cx(
                    'mt-0.5 grid size-8 shrink-0 place-items-center rounded-full',
                    tones[event.tone ?? 'neutral'],
                  )}
                >
                  {event.icon}
                </span>
                <div className="min-w-0 flex-1 pt-1">
                  <div className="flex items-baseline justify-between gap-3">
                    <p className="min-w-0 wrap-anywhere">{event.title}</p>
                    <time
                      dateTime={event.at}
                      title={fullMoment(new Date(event.at), timeZone)}
                      className="shrink-0 text-sm text-faint tabular-nums"
                    >
                      {timeOfDay(new Date(event.at), timeZone)}
                    </time>
                  </div>
                  {event.detail}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </section>
  );
}
