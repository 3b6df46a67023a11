import { Check } from 'lucide-react';
import { useFieldProps } from '@/components/ui/field';
import { cx } from '@/lib/cx';

interface PickManyProps {
  label: string;
  choices: readonly { value: string; label: string }[];
  value: readonly string[];
  onChange: (value: string[]) => void;
}

/** Any number of short choices, each on or off. */
export function PickMany({ label, choices, value, onChange }: PickManyProps) {
  const field = useFieldProps({});
  return (
    <fieldset
      aria-describedby={field['aria-describedby']}
      aria-invalid={field['aria-invalid']}
      className="flex flex-wrap gap-1.5"
    >
      <legend className="sr-only">{label}</legend>
      {choices.map((choice, index) => {
        const on = value.includes(choice.value);
        return (
          <button
            key={choice.value}
            // The field's label leads to the first choice, and may not become its name.
            id={index === 0 ? field.id : undefined}
            aria-label={choice.label}
            type="button"
            aria-pressed={on}
            onClick={() =>
              onChange(on ? value.filter((v) => v !== choice.value) : [...value, choice.value])
            }
            className={cx(
              'inline-flex h-8 items-center gap-1 rounded-lg border px-2.5 text-sm font-medium transition-colors touch:h-11',
              on
                ? 'border-accent bg-accent-wash text-accent-ink'
                : 'border-line text-soft hover:border-line-strong hover:text-text',
            )}
          >
            {on && <Check size={13} aria-hidden />}
            {choice.label}
          </button>
        );
      })}
    </fieldset>
  );
}
