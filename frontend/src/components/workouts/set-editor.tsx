import { Flame, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import type { Figures } from '@/lib/workout-log/types';
import type { FigureField } from '@/lib/workouts/figures';
import type { SetKind } from '@/lib/workouts/types';

export interface SetEditorProps {
  set: Figures & { kind: SetKind };
  fields: readonly FigureField[];
  onFigures: (figures: Partial<Figures>) => void;
  onKind: (kind: SetKind) => void;
  onRemove: () => void;
}

/** Figures of one set with steppers and the number pad, its effort, and what kind of set it is. */
export function SetEditor({ set, fields, onFigures, onKind, onRemove }: SetEditorProps) {
  const warmup = set.kind === 'warmup';
  return (
    <div className="flex flex-col gap-3 rounded-b-[13px] bg-surface p-3 text-left">
      <div className="grid grid-cols-2 gap-3">
        {fields.map((field) => (
          <Field key={field.key} label={field.label}>
            <NumberInput
              value={field.read(set)}
              min={0}
              max={field.max}
              step={field.step}
              name={field.name}
              inputMode={field.key === 'reps' || field.key === 'duration_s' ? 'numeric' : 'decimal'}
              onChange={(value) => onFigures(field.write(value))}
            />
          </Field>
        ))}
        <Field label="RPE" optional>
          <NumberInput
            value={set.rpe}
            min={1}
            max={10}
            step={0.5}
            name="RPE"
            onChange={(value) => onFigures({ rpe: value && Math.round(value * 2) / 2 })}
          />
        </Field>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          aria-pressed={warmup}
          icon={<Flame size={16} aria-hidden />}
          className={warmup ? 'border-warn bg-warn-wash text-warn' : ''}
          onClick={() => onKind(warmup ? 'working' : 'warmup')}
        >
          Warm-up
        </Button>
        <Button variant="quiet" icon={<Trash2 size={16} aria-hidden />} onClick={onRemove}>
          Remove set
        </Button>
      </div>
    </div>
  );
}
