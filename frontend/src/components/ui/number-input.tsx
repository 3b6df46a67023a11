import { Minus, Plus } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cx } from '@/lib/cx';
import { parseNumber, roundTo } from '@/lib/numbers';
import { useFieldProps } from './field';

export interface NumberInputProps
  extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'min' | 'max' | 'step'> {
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** What the buttons and the arrow keys add or take. */
  step?: number;
  /** Behind the figure: `kg`, `reps`. */
  unit?: string;
  /** What the figure is, for the names of the buttons: "Decrease load". */
  name?: string;
}

/**
 * A figure with steppers. Not `type=number`: that loses what was typed as soon as it does not parse, and
 * refuses a comma. Takes both decimal signs, and leaves an unreadable text in place with `null` as its value.
 */
export function NumberInput({
  value,
  onChange,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
  step = 1,
  unit,
  name = 'value',
  className,
  id,
  disabled,
  onBlur,
  ...rest
}: NumberInputProps) {
  const field = useFieldProps({ id });
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? (value === null ? '' : String(value));
  const clamp = (figure: number) => Math.min(max, Math.max(min, figure));

  const stepBy = (steps: number) => {
    const from = value ?? (Number.isFinite(min) ? min - steps * step : 0);
    setDraft(null);
    onChange(clamp(roundTo(from + steps * step, 3)));
  };

  const button = (steps: 1 | -1) => (
    <button
      type="button"
      tabIndex={-1}
      disabled={disabled || (value !== null && (steps > 0 ? value >= max : value <= min))}
      aria-label={`${steps > 0 ? 'Increase' : 'Decrease'} ${name}`}
      onClick={() => stepBy(steps)}
      className="grid w-9 shrink-0 place-items-center text-soft hover:bg-fill hover:text-text disabled:opacity-40 touch:w-11"
    >
      {steps > 0 ? <Plus size={16} aria-hidden /> : <Minus size={16} aria-hidden />}
    </button>
  );

  return (
    <div
      className={cx('control flex overflow-hidden px-0! focus-within:border-accent!', className)}
    >
      {button(-1)}
      <span className="flex min-w-0 flex-1 items-center justify-center gap-1">
        <input
          {...field}
          {...rest}
          disabled={disabled}
          role="spinbutton"
          aria-valuenow={value ?? undefined}
          aria-valuetext={value === null ? undefined : `${value}${unit ? ` ${unit}` : ''}`}
          aria-valuemin={Number.isFinite(min) ? min : undefined}
          aria-valuemax={Number.isFinite(max) ? max : undefined}
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setDraft(event.target.value);
            const parsed = parseNumber(event.target.value);
            onChange(parsed === null ? null : clamp(parsed));
          }}
          onBlur={(event) => {
            if (draft !== null && (draft === '' || parseNumber(draft) !== null)) setDraft(null);
            onBlur?.(event);
          }}
          onKeyDown={(event) => {
            const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
            if (!steps) return;
            event.preventDefault();
            stepBy(steps);
          }}
          className={cx(
            'min-w-0 bg-transparent py-1 font-medium tabular-nums outline-none',
            unit ? 'w-1/2 text-right' : 'w-full text-center',
          )}
        />
        {unit && <span className="w-1/2 text-sm text-faint">{unit}</span>}
      </span>
      {button(1)}
    </div>
  );
}
