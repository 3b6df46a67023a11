import { Check, Flame } from 'lucide-react';
import { Card } from '@/components/ui/display';
import { cx } from '@/lib/cx';
import { fullDate, weekdayNames } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import type { Today } from '@/lib/workouts/types';

type Day = Today['week'][number];

function dayText({ date, planned, done }: Day): string {
  const what = done
    ? `${plural(done, 'workout')} done`
    : planned
      ? `${plural(planned, 'workout')} planned`
      : 'nothing planned';
  return `${fullDate(date)}: ${what}`;
}

/** The week at a glance: what was done, what is to come, and the streak. */
export function WeekStrip({ today }: { today: Today }) {
  const names = weekdayNames('short');
  return (
    <Card className="px-4 pt-3.5 pb-4">
      <div className="flex items-center justify-between gap-3 tabular-nums">
        <h2 className="text-base font-medium">
          {today.week_planned > 0
            ? `${today.week_done} of ${today.week_planned} this week`
            : `${plural(today.week_done, 'workout')} this week`}
        </h2>
        <p
          className={cx(
            'flex items-center gap-1.5 text-base',
            today.streak_weeks ? 'text-accent-ink' : 'text-faint',
          )}
        >
          <Flame size={18} aria-hidden />
          {today.streak_weeks
            ? `${plural(today.streak_weeks, 'week')} in a row`
            : 'Start a streak this week'}
        </p>
      </div>
      <ol className="mt-3 grid grid-cols-7 gap-1">
        {today.week.map((day, place) => (
          <li key={day.date} className="flex flex-col items-center gap-1.5">
            <span aria-hidden="true" className="text-xs text-faint">
              {names[place]}
            </span>
            <span
              role="img"
              aria-label={dayText(day)}
              className={cx(
                'grid size-9 place-items-center rounded-full border-[1.5px] text-base tabular-nums',
                day.done > 0 && 'border-transparent bg-accent text-on-accent',
                day.done === 0 && day.planned > 0 && 'border-dashed border-faint text-soft',
                day.done === 0 && day.planned === 0 && 'border-transparent text-faint',
                day.date === today.date && day.done === 0 && 'border-solid! border-accent!',
              )}
            >
              {day.done > 0 ? (
                <Check size={18} strokeWidth={2.5} aria-hidden />
              ) : (
                Number(day.date.slice(8))
              )}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
