import { Check } from 'lucide-react';
import { useState } from 'react';
import type { TodayItem } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/display';
import { cx } from '@/lib/cx';
import { ClientName, QuietLine } from './row';

const SHOWN = 6;

const states: Record<TodayItem['state'], string> = {
  training: 'Training now',
  planned: 'Planned',
  done: 'Done',
  skipped: 'Skipped',
};

/** Today's workouts as the API orders them; the one going on now stands out. */
export function TodayList({ items }: { items: readonly TodayItem[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, SHOWN);
  return (
    <Card aria-labelledby="today">
      <CardHeader title={<span id="today">Today</span>}>
        {items.length > SHOWN && (
          <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `See all ${items.length}`}
          </Button>
        )}
      </CardHeader>
      {items.length === 0 ? (
        <QuietLine>No workout is planned for today.</QuietLine>
      ) : (
        <ul className="flex flex-col gap-1.5 px-4 pb-4 tabular-nums">
          {shown.map((item) => (
            <li
              key={item.workout_id}
              className={cx(
                'flex items-center gap-3 rounded-r-[9px] rounded-l-[4px] border-l-3 px-2.5 py-1.5',
                item.state === 'training'
                  ? 'border-accent bg-accent-wash'
                  : 'border-line-strong bg-fill',
              )}
            >
              <div className="min-w-0 flex-1">
                <p className="truncate">
                  <ClientName id={item.client_id} name={item.client_name} />
                </p>
                <p className="truncate text-soft">
                  {item.workout_name}, about {item.minutes} min
                </p>
              </div>
              <span
                className={cx(
                  'flex shrink-0 items-center gap-1 text-sm',
                  item.state === 'done' && 'text-good',
                  item.state === 'training' && 'font-medium text-accent-ink',
                  (item.state === 'planned' || item.state === 'skipped') && 'text-soft',
                )}
              >
                {item.state === 'done' && <Check size={14} aria-hidden />}
                {states[item.state]}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
