import { Pencil, Trophy } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Chip } from '@/components/ui/display';
import type { Units } from '@/lib/units';
import { setText } from '@/lib/workouts/text';
import type { SessionExercise, SessionOut, SetOut } from '@/lib/workouts/types';

const CorrectSet = lazy(() => import('./correct-set').then((m) => ({ default: m.CorrectSet })));

export interface SetLineProps {
  set: SetOut;
  /** Its number, or `W` for a warm-up. */
  label: string;
  /** The name of the record that it made. */
  record: string | undefined;
  units: Units;
  /** Where the set belongs, for those who may correct it. */
  correct?: { session: SessionOut; exercise: SessionExercise };
}

/** One set of a finished workout; whoever may, opens it to correct it. */
export function SetLine({ set, label, record, units, correct }: SetLineProps) {
  const [open, setOpen] = useState(false);
  return (
    <li className="border-line tabular-nums not-first:border-t">
      <div className="flex min-h-9 items-center gap-3">
        <span className="w-5 text-center text-faint">{label}</span>
        <span className="flex-1 font-medium">{setText(set, units)}</span>
        {record && (
          <Chip tone="accent" icon={<Trophy size={12} aria-hidden />}>
            {record}
          </Chip>
        )}
        {set.rpe !== null && <span className="text-sm text-faint">RPE {set.rpe}</span>}
        {correct && (
          <IconButton
            label={`Correct ${label === 'W' ? 'the warm-up' : `set ${label}`} of ${correct.exercise.exercise_name}`}
            aria-expanded={open}
            className="-mr-2"
            onClick={() => setOpen(!open)}
          >
            <Pencil size={15} aria-hidden />
          </IconButton>
        )}
      </div>
      {open && correct && (
        <Suspense fallback={null}>
          <CorrectSet set={set} units={units} {...correct} onDone={() => setOpen(false)} />
        </Suspense>
      )}
    </li>
  );
}
