import { Plus } from 'lucide-react';
import { Fragment } from 'react';
import { EmptyState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/display';
import { plural } from '@/lib/numbers';
import { formatDuration } from '@/lib/units';
import { weekSummary } from '../document/figures';
import type { Week } from '../document/types';
import { findWeek, type NumberedWeek, weekLabel } from '../document/walk';
import { useBuilder, useDocument } from './builder-context';
import { DayColumn } from './day-column';
import { DragScope } from './drag/drag-scope';
import { DropLine } from './drag/drop-line';
import { WeekMenu } from './outline';
import { useOutlineActions } from './outline-actions';

/** "3 days, 62 sets, about 2 h 50 min" */
export function summaryText(week: Week): string {
  const { days, sets, minutes } = weekSummary(week);
  if (days === 0) return 'Nothing planned yet';
  return `${plural(days, 'day')}, ${plural(sets, 'set')}, about ${formatDuration(minutes * 60)}`;
}

/** The chosen week's workouts side by side. */
export function WeekCanvas({ onEdit }: { onEdit: () => void }) {
  const { weekId } = useBuilder();
  const entry = findWeek(useDocument(), weekId);
  const actions = useOutlineActions();
  if (!entry) return null;
  return (
    <>
      <WeekHead entry={entry} />
      {entry.week.days.length === 0 ? (
        <EmptyState
          title="A week of rest, so far"
          text="Add the first workout, or copy another week here."
          action={
            <Button variant="primary" onClick={actions.addDay}>
              Add workout
            </Button>
          }
        />
      ) : (
        <DragScope>
          <div className="flex min-h-0 flex-1 items-start gap-3 overflow-x-auto px-5 pb-5">
            {entry.week.days.map((day, index) => (
              <Fragment key={day.id}>
                <DropLine upright target={{ kind: 'week', weekId, index }} />
                <div className="min-w-[212px] max-w-[400px] flex-1">
                  <DayColumn day={day} onEdit={onEdit} />
                </div>
              </Fragment>
            ))}
            <DropLine upright target={{ kind: 'week', weekId, index: entry.week.days.length }} />
            {entry.week.days.length < 7 && (
              <Button
                variant="quiet"
                size="sm"
                icon={<Plus size={15} aria-hidden />}
                onClick={actions.addDay}
              >
                Workout
              </Button>
            )}
          </div>
        </DragScope>
      )}
    </>
  );
}

function WeekHead({ entry }: { entry: NumberedWeek }) {
  const actions = useOutlineActions();
  return (
    <div className="flex items-center gap-3 px-5 pt-4 pb-3">
      <h1 className="text-lg font-semibold tracking-tight whitespace-nowrap">{weekLabel(entry)}</h1>
      {entry.week.deload && <Chip>Deload</Chip>}
      <span className="min-w-0 truncate text-soft tabular-nums">{summaryText(entry.week)}</span>
      <span className="ml-auto flex items-center gap-1">
        <Button size="sm" variant="quiet" onClick={() => actions.copyWeek(entry)}>
          Copy to weeks…
        </Button>
        <WeekMenu entry={entry} />
      </span>
    </div>
  );
}
