import { BarChart3, Plus } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '@/components/states/states';
import { Button, IconButton } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Select } from '@/components/ui/select';
import { cx } from '@/lib/cx';
import { findDay, findPrescription, findWeek, numberedWeeks, weekLabel } from '../document/walk';
import { useBuilder, useDocument } from './builder-context';
import { DayColumn } from './day-column';
import { DragScope } from './drag/drag-scope';
import { Inspector } from './inspector/inspector';
import { MuscleVolume } from './inspector/muscle-volume';
import { PhaseMenu, WeekMenu } from './outline';
import { useOutlineActions } from './outline-actions';
import { summaryText } from './week-canvas';

/** One column: the week to choose, its workouts as tabs, and the inspector as a sheet from below. */
export function PhoneBuilder() {
  const { weekId, setWeekId, selection, select } = useBuilder();
  const document = useDocument();
  const actions = useOutlineActions();
  const [dayId, setDayId] = useState<string | null>(null);
  const [sheet, setSheet] = useState<'inspector' | 'volume' | null>(null);
  const weeks = numberedWeeks(document);
  const entry = findWeek(document, weekId);
  if (!entry) return null;
  const { days } = entry.week;
  const selectedDay =
    selection?.kind === 'prescription' ? findPrescription(document, selection.id)?.day.id : null;
  const day =
    days.find(({ id }) => id === dayId) ?? days.find(({ id }) => id === selectedDay) ?? days[0];

  return (
    <main
      id="main"
      tabIndex={-1}
      className="min-h-0 flex-1 overflow-y-auto px-4 pt-3 pb-24 outline-none"
    >
      <h1 className="sr-only">{weekLabel(entry)}</h1>
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <Select
            aria-label="Week"
            value={weekId}
            onValueChange={(id) => {
              setWeekId(id);
              setDayId(null);
            }}
            options={weeks.map((each) => ({
              value: each.week.id,
              label: `${weekLabel(each)}${each.week.deload ? ', deload' : ''} · ${each.phase.name}`,
            }))}
          />
        </div>
        <IconButton label="Sets per muscle" onClick={() => setSheet('volume')}>
          <BarChart3 size={18} aria-hidden />
        </IconButton>
        <WeekMenu entry={entry} />
        <PhaseMenu phase={entry.phase} whole />
      </div>
      <p className="mt-1.5 px-1 text-sm text-soft tabular-nums">{summaryText(entry.week)}</p>
      <div className="-mx-4 mt-2 flex items-center gap-1 overflow-x-auto border-b border-line px-4 [scrollbar-width:none]">
        {days.map((each) => (
          <button
            key={each.id}
            type="button"
            aria-pressed={each.id === day?.id}
            onClick={() => {
              setDayId(each.id);
              select(null);
            }}
            className={cx(
              '-mb-px h-11 shrink-0 border-b-2 px-3 font-medium whitespace-nowrap -outline-offset-2',
              each.id === day?.id ? 'border-accent text-text' : 'border-transparent text-soft',
            )}
          >
            {each.name}
          </button>
        ))}
        {days.length < 7 && (
          <IconButton label="Add workout" onClick={() => setDayId(actions.addDay())}>
            <Plus size={18} aria-hidden />
          </IconButton>
        )}
      </div>
      {day ? (
        <DragScope>
          <div className="mt-3">
            <DayColumn key={day.id} day={day} onEdit={() => setSheet('inspector')} hideName />
          </div>
        </DragScope>
      ) : (
        <EmptyState
          title="A week of rest, so far"
          text="Add the first workout, or copy another week here."
          action={
            <Button variant="primary" onClick={() => setDayId(actions.addDay())}>
              Add workout
            </Button>
          }
        />
      )}
      {selection && sheet === null && (
        <div className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface px-4 py-3 pb-[calc(12px+env(safe-area-inset-bottom))]">
          <Button
            variant="primary"
            size="lg"
            className="w-full"
            onClick={() => setSheet('inspector')}
          >
            Edit{findDay(document, selection.id) ? ' workout' : ''}
          </Button>
        </div>
      )}
      <ResponsiveDialog
        open={sheet !== null}
        onOpenChange={() => setSheet(null)}
        title={sheet === 'volume' ? 'What the week trains' : 'Edit'}
      >
        {sheet === 'volume' ? <MuscleVolume entry={entry} /> : <Inspector volume={false} />}
      </ResponsiveDialog>
    </main>
  );
}
