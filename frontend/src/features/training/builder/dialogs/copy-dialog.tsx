import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox, RadioGroup } from '@/components/ui/choice';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { plural } from '@/lib/numbers';
import { type CopyMode, copyDayToWeeks, copyWeekToWeeks } from '../../document/copies';
import { findDay, findWeek, numberedWeeks, weekLabel } from '../../document/walk';
import { useBuilder, useDocument } from '../builder-context';

interface CopyDialogProps {
  dialog: { kind: 'copy-day'; dayId: string } | { kind: 'copy-week'; weekId: string };
  onClose: () => void;
}

/** Chooses the weeks that a day or a whole week is copied to. */
export function CopyDialog({ dialog, onClose }: CopyDialogProps) {
  const { store } = useBuilder();
  const document = useDocument();
  const day = dialog.kind === 'copy-day' ? findDay(document, dialog.dayId) : null;
  const sourceWeek =
    dialog.kind === 'copy-day' ? day?.week : findWeek(document, dialog.weekId)?.week;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [mode, setMode] = useState<CopyMode>('replace');
  const weeks = numberedWeeks(document);
  const source = weeks.find(({ week }) => week.id === sourceWeek?.id);
  if (!source) return null;
  const name = day ? day.day.name : weekLabel(source);

  const toggle = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    setChosen(next);
  };
  const run = () => {
    const targets = weeks.map(({ week }) => week.id).filter((id) => chosen.has(id));
    const done = store.edit(`Copy ${name} to ${plural(targets.length, 'week')}`, (now) =>
      day
        ? copyDayToWeeks(now, { day: day.day, index: day.index }, targets, mode)
        : copyWeekToWeeks(now, source.week, targets, mode),
    );
    if (done) onClose();
  };

  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={`Copy ${name} to weeks`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={chosen.size === 0} onClick={run}>
            {chosen.size === 0 ? 'Choose weeks' : `Copy to ${plural(chosen.size, 'week')}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {document.phases.map((phase) => {
          const ids = phase.weeks.map(({ id }) => id).filter((id) => id !== sourceWeek?.id);
          const on = ids.filter((id) => chosen.has(id)).length;
          return (
            <fieldset key={phase.id} className="flex flex-col gap-2">
              <legend className="sr-only">{phase.name}</legend>
              <Checkbox
                label={<span className="font-semibold">{phase.name}</span>}
                disabled={ids.length === 0}
                checked={on > 0 && on === ids.length ? true : on > 0 ? 'indeterminate' : false}
                onCheckedChange={(next) => toggle(ids, next)}
              />
              <div className="grid grid-cols-2 gap-2 pl-7 sm:grid-cols-3">
                {weeks
                  .filter((entry) => entry.phase.id === phase.id)
                  .map((entry) => (
                    <Checkbox
                      key={entry.week.id}
                      label={`${weekLabel(entry)}${entry.week.deload ? ', deload' : ''}`}
                      disabled={entry.week.id === sourceWeek?.id}
                      checked={chosen.has(entry.week.id)}
                      onCheckedChange={(next) => toggle([entry.week.id], next)}
                    />
                  ))}
              </div>
            </fieldset>
          );
        })}
        <RadioGroup
          label="What happens with the workouts there"
          value={mode}
          onValueChange={setMode}
          options={[
            {
              value: 'replace',
              label: 'Replace',
              help: day
                ? 'The workout of the same name, or in the same place, gives way.'
                : 'The workouts of those weeks give way.',
            },
            {
              value: 'add',
              label: 'Add',
              help: 'What is there stays; a week has at most 7 workouts.',
            },
          ]}
        />
      </div>
    </ResponsiveDialog>
  );
}
