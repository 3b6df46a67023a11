import { useState } from 'react';
import type { CalendarWorkout } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { DateInput } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { fullDate } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import { stateOf } from './month-grid';

interface WorkoutDialogProps {
  workout: CalendarWorkout;
  mayMove: boolean;
  maySkip: boolean;
  onMove: (to: string) => void;
  onSkip: (skipped: boolean) => void;
  onClose: () => void;
}

/** One planned workout: what it holds, another date for it, and whether it is skipped. */
export function WorkoutDialog({
  workout,
  mayMove,
  maySkip,
  onMove,
  onSkip,
  onClose,
}: WorkoutDialogProps) {
  const [date, setDate] = useState(workout.scheduled_on);
  const open = workout.status === 'planned';
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={workout.name}
      description={`${fullDate(workout.scheduled_on)}, ${stateOf(workout).text}`}
      footer={
        (maySkip && open) || (mayMove && (open || workout.status === 'skipped')) ? (
          <>
            {(open ? maySkip : mayMove) && (
              <Button
                onClick={() => {
                  onSkip(open);
                  onClose();
                }}
              >
                {open ? 'Skip' : 'Plan again'}
              </Button>
            )}
            {mayMove && open && (
              <Button
                variant="primary"
                disabled={date === '' || date === workout.scheduled_on}
                onClick={() => {
                  onMove(date);
                  onClose();
                }}
              >
                Move
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <p className="text-soft tabular-nums">
        {workout.program_name}. {plural(workout.exercises, 'exercise')},{' '}
        {plural(workout.sets, 'set')}, about {workout.minutes} min
      </p>
      {mayMove && open && (
        <div className="mt-4 max-w-56">
          <Field label="Date">
            <DateInput value={date} onChange={(event) => setDate(event.target.value)} />
          </Field>
        </div>
      )}
    </ResponsiveDialog>
  );
}
