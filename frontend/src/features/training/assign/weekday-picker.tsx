import { cx } from '@/lib/cx';
import { weekdayNames } from '@/lib/dates';

interface WeekdayPickerProps {
  /** ISO weekdays, Monday 1. */
  value: readonly number[];
  onChange: (days: number[]) => void;
}

/** The days of the week on which a client trains. */
export function WeekdayPicker({ value, onChange }: WeekdayPickerProps) {
  const long = weekdayNames('long');
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">Training days</legend>
      <div className="grid grid-cols-7 gap-1">
        {weekdayNames('short').map((name, index) => {
          const day = index + 1;
          const on = value.includes(day);
          return (
            <button
              key={name}
              type="button"
              aria-pressed={on}
              onClick={() =>
                onChange(
                  on ? value.filter((d) => d !== day) : [...value, day].sort((a, b) => a - b),
                )
              }
              className={cx(
                'h-9 rounded-control border text-sm font-medium transition-colors touch:h-11',
                on
                  ? 'border-accent bg-accent-wash text-accent-ink'
                  : 'border-line-strong text-soft hover:bg-fill hover:text-text',
              )}
            >
              <span aria-hidden="true">{name}</span>
              <span className="sr-only">{long[index]}</span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
