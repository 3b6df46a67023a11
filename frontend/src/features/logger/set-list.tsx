import { useLayoutEffect, useRef, useState } from 'react';
import { toast, toastUndo } from '@/lib/toasts';
import type { Units } from '@/lib/units';
import { setsOf } from '@/lib/workout-log/changes';
import type { KeptExercise, KeptSession, KeptSet } from '@/lib/workout-log/types';
import { figureFields } from '@/lib/workouts/figures';
import { setText } from '@/lib/workouts/text';
import { confirm, edit, restoreSet, setKind, takeSet, unconfirm } from './actions';
import { armSound } from './cues';
import { openSet } from './order';
import { isComplete, lastSet } from './prefill';
import { SetRow } from './set-row';

export interface SetListProps {
  session: KeptSession;
  exercise: KeptExercise;
  units: Units;
  change: (edit: (session: KeptSession) => KeptSession) => void;
}

/** The sets of one exercise: one tap confirms the figures that stand there, a tap on a figure changes it. */
export function SetList({ session, exercise, units, change }: SetListProps) {
  const [opened, setOpened] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<Element | null>(null);
  const sets = setsOf(session, exercise.id);
  const fields = figureFields(exercise.measurement, units);
  const now = openSet(session, exercise.id);

  const toggle = (set: KeptSet) => {
    if (set.done_at) return change(unconfirm(set.id));
    if (!isComplete(exercise.measurement, set)) {
      setOpened(set.id);
      toast('Enter what you did first.');
      return;
    }
    armSound();
    setOpened(null);
    change(confirm(set.id));
  };
  const remove = (set: KeptSet) => {
    const behind = sets.slice(sets.indexOf(set) + 1).map((item) => item.id);
    setOpened(null);
    change(takeSet(set.id));
    toastUndo('Set removed', () => change(restoreSet(set, behind)));
  };

  const turn = (set: KeptSet, kind: KeptSet['kind']) => {
    moved.current = document.activeElement;
    change(setKind(set.id, kind));
  };
  // A row that goes to another place takes the focus and the eye along.
  useLayoutEffect(() => {
    const button = moved.current;
    if (!(button instanceof HTMLElement)) return;
    moved.current = null;
    if (!list.current?.contains(button)) return;
    button.focus({ preventScroll: true });
    button.closest('li')?.scrollIntoView({ block: 'nearest' });
  });

  let working = -1;
  return (
    <div>
      <div
        aria-hidden="true"
        className="grid grid-cols-[40px_1fr_1fr_1fr_60px] pb-2 text-center text-xs font-medium text-faint"
      >
        <span>Set</span>
        <span>Last time</span>
        {fields.length === 1 && <span />}
        {fields.map((field) => (
          <span key={field.key}>{field.head}</span>
        ))}
      </div>
      <ol ref={list} aria-label={`Sets of ${exercise.name}`} className="flex flex-col gap-2">
        {sets.map((set) => {
          if (set.kind === 'working') working += 1;
          const before = set.kind === 'working' ? lastSet(exercise.plan.last_time, working) : null;
          const refusal = session.refused[set.id];
          return (
            <SetRow
              key={set.id}
              set={set}
              number={set.kind === 'warmup' ? 'W' : String(working + 1)}
              last={before ? setText(before, units) : '–'}
              fields={fields}
              now={set.id === now?.id}
              open={set.id === opened}
              refusal={refusal?.revision === set.revision ? refusal.message : undefined}
              onOpen={() => setOpened(opened === set.id ? null : set.id)}
              onToggle={() => toggle(set)}
              onFigures={(figures) => change(edit(set.id, figures))}
              onKind={(kind) => turn(set, kind)}
              onRemove={() => remove(set)}
            />
          );
        })}
      </ol>
    </div>
  );
}
