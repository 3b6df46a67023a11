import { ArrowLeftRight } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { Chip } from '@/components/ui/display';
import type { Units } from '@/lib/units';
import type { KeptExercise, KeptSession } from '@/lib/workout-log/types';
import { prescriptionText } from '@/lib/workouts/text';
import { groupOf } from './order';
import { whyThisLoad } from './why';

function groupText(session: KeptSession, exercise: KeptExercise): string | null {
  const group = groupOf(session, exercise);
  const { block } = exercise.plan;
  if (group.length < 2 || !block) return null;
  const name = block.kind === 'superset' ? 'Superset' : 'Circuit';
  return `${name} · ${group.indexOf(exercise) + 1} of ${group.length}`;
}

export interface ExerciseHeadProps {
  session: KeptSession;
  exercise: KeptExercise;
  units: Units;
  onSwap: () => void;
}

/** What is to be done: the exercise, its prescription, and where today's weight comes from. */
export function ExerciseHead({ session, exercise, units, onSwap }: ExerciseHeadProps) {
  const { prescription } = exercise.plan;
  const group = groupText(session, exercise);
  const why = whyThisLoad(exercise, units);
  return (
    <div className="pt-1">
      {group && (
        <Chip tone="accent" className="mb-1.5">
          {group}
        </Chip>
      )}
      <div className="flex items-start justify-between gap-2">
        <h1 className="text-[26px] leading-8 font-semibold tracking-tight text-balance">
          {exercise.name}
        </h1>
        <IconButton label="Swap exercise" className="-mr-2" onClick={onSwap}>
          <ArrowLeftRight size={20} aria-hidden />
        </IconButton>
      </div>
      {prescription && (
        <p className="text-soft tabular-nums">{prescriptionText(prescription, units)}</p>
      )}
      {prescription?.notes && <p className="mt-1 text-base text-soft">{prescription.notes}</p>}
      {exercise.note && <p className="mt-1 text-base text-soft italic">“{exercise.note}”</p>}
      {why && (
        <p className="mt-3 flex gap-2.5 rounded-xl bg-accent-wash px-3 py-2.5 text-base tabular-nums">
          {why.delta && (
            <span className="font-semibold whitespace-nowrap text-accent-ink">{why.delta}</span>
          )}
          <span>{why.text}</span>
        </p>
      )}
    </div>
  );
}
