import { Check } from 'lucide-react';
import { SetEditor } from '@/components/workouts/set-editor';
import { cx } from '@/lib/cx';
import type { Figures, KeptSet } from '@/lib/workout-log/types';
import type { FigureField } from '@/lib/workouts/figures';

export interface SetRowProps {
  set: KeptSet;
  /** What stands in front: the place among the working sets, or W for a warm-up. */
  number: string;
  last: string;
  fields: readonly FigureField[];
  /** The set under the thumb. */
  now: boolean;
  open: boolean;
  refusal: string | undefined;
  onOpen: () => void;
  onToggle: () => void;
  onFigures: (figures: Partial<Figures>) => void;
  onKind: (kind: KeptSet['kind']) => void;
  onRemove: () => void;
}

export function SetRow(props: SetRowProps) {
  const { set, number, last, fields, now, open, refusal, onOpen, onToggle } = props;
  const done = set.done_at !== null;
  const name = set.kind === 'warmup' ? 'Warm-up set' : `Set ${number}`;
  return (
    <li
      className={cx(
        'rounded-card border transition-colors',
        now ? 'border-accent bg-accent-wash' : 'border-line',
        !now && !done && 'bg-surface',
      )}
    >
      <div className="grid grid-cols-[40px_1fr_1fr_1fr_60px] items-center text-center tabular-nums">
        <span
          className={cx(
            now ? 'text-soft' : 'text-faint',
            set.kind === 'warmup' && 'font-semibold text-warn',
          )}
        >
          <span aria-hidden="true">{number}</span>
          <span className="sr-only">{name}</span>
        </span>
        <span className={now ? 'text-soft' : 'text-faint'}>
          <span className="sr-only">Last time </span>
          {last}
        </span>
        {fields.length === 1 && <span />}
        {fields.map((field, place) => (
          <button
            key={field.key}
            type="button"
            aria-expanded={open}
            aria-label={`${name}, ${field.name} ${field.show(set)}, change`}
            onClick={onOpen}
            className={cx(
              'flex h-14 flex-col items-center justify-center rounded-lg -outline-offset-2',
              done ? 'font-medium text-soft' : 'font-semibold',
            )}
          >
            <span className="text-[20px] leading-6 tracking-tight">{field.show(set)}</span>
            {set.rpe !== null && place === fields.length - 1 && (
              <span className="text-xs leading-[14px] font-normal text-soft">RPE {set.rpe}</span>
            )}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={done}
          aria-label={done ? `${name} done, take back` : `Confirm ${name.toLowerCase()}`}
          onClick={onToggle}
          className={cx(
            'mx-auto grid size-11 place-items-center rounded-xl border-[1.5px] transition-colors',
            done && 'border-transparent bg-good-wash text-good',
            !done && now && 'border-accent bg-accent text-on-accent hover:bg-accent-hover',
            !done && !now && 'border-line-strong text-faint hover:bg-fill',
          )}
        >
          <Check size={20} aria-hidden className={cx(!done && !now && 'opacity-0')} />
        </button>
      </div>
      {refusal && (
        <p role="alert" className="px-3 pb-2 text-sm text-bad-ink">
          {refusal}
        </p>
      )}
      {open && (
        <SetEditor
          set={set}
          fields={fields}
          onFigures={props.onFigures}
          onKind={props.onKind}
          onRemove={props.onRemove}
        />
      )}
    </li>
  );
}
