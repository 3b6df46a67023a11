import { Check, Minus } from 'lucide-react';
import {
  Checkbox as CheckboxRadix,
  RadioGroup as RadioRadix,
  Switch as SwitchRadix,
} from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cx } from '@/lib/cx';

interface ChoiceProps {
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
  hideLabel?: boolean;
  className?: string;
}

function Labelled({
  id,
  label,
  help,
  hideLabel,
  className,
  children,
}: ChoiceProps & { id: string; children: ReactNode }) {
  return (
    <div className={cx('flex items-start gap-2.5 touch:min-h-11 touch:py-2.5', className)}>
      {children}
      <div className={cx(hideLabel && 'sr-only')}>
        <label htmlFor={id} className="cursor-pointer">
          {label}
        </label>
        {help && (
          <p id={`${id}-help`} className="text-sm text-faint">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}

// The drawn box is 20 px; the invisible frame around it makes the target of a finger.
const target = 'relative before:absolute before:-inset-3 before:content-[""]';

export interface CheckboxProps extends ChoiceProps {
  checked: boolean | 'indeterminate';
  onCheckedChange: (checked: boolean) => void;
}

export function Checkbox({ checked, onCheckedChange, disabled, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <Labelled id={id} {...rest}>
      <CheckboxRadix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        aria-describedby={rest.help ? `${id}-help` : undefined}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        className={cx(
          target,
          'grid size-5 shrink-0 place-items-center rounded-md border border-line-strong bg-surface text-on-accent transition-colors hover:border-faint disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        )}
      >
        <CheckboxRadix.Indicator>
          {checked === 'indeterminate' ? (
            <Minus size={14} strokeWidth={3} aria-hidden />
          ) : (
            <Check size={14} strokeWidth={3} aria-hidden />
          )}
        </CheckboxRadix.Indicator>
      </CheckboxRadix.Root>
    </Labelled>
  );
}

export interface SwitchProps extends ChoiceProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
}

/** For what takes effect at once; in a form that is sent later, use Checkbox. */
export function Switch({ checked, onCheckedChange, disabled, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <Labelled id={id} {...rest}>
      <SwitchRadix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        aria-describedby={rest.help ? `${id}-help` : undefined}
        onCheckedChange={onCheckedChange}
        className={cx(
          target,
          'h-5 w-9 shrink-0 rounded-full border border-line-strong bg-fill transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent',
        )}
      >
        <SwitchRadix.Thumb className="block size-3.5 translate-x-[3px] rounded-full bg-soft transition-transform data-[state=checked]:translate-x-[17px] data-[state=checked]:bg-on-accent" />
      </SwitchRadix.Root>
    </Labelled>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
}

interface GroupProps<T extends string> {
  /** Names the group to a screen reader. */
  label: string;
  options: readonly Choice<T>[];
  value: T;
  onValueChange: (value: T) => void;
  className?: string;
}

export function RadioGroup<T extends string>({
  label,
  options,
  value,
  onValueChange,
  className,
}: GroupProps<T>) {
  const id = useId();
  return (
    <RadioRadix.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      className={cx('flex flex-col gap-2.5', className)}
    >
      {options.map((option) => (
        <Labelled
          key={option.value}
          id={`${id}-${option.value}`}
          label={option.label}
          help={option.help}
        >
          <RadioRadix.Item
            id={`${id}-${option.value}`}
            value={option.value}
            disabled={option.disabled}
            aria-describedby={option.help ? `${id}-${option.value}-help` : undefined}
            className={cx(
              target,
              'grid size-5 shrink-0 place-items-center rounded-full border border-line-strong bg-surface hover:border-faint disabled:opacity-50 data-[state=checked]:border-accent',
            )}
          >
            <RadioRadix.Indicator className="size-2.5 rounded-full bg-accent" />
          </RadioRadix.Item>
        </Labelled>
      ))}
    </RadioRadix.Root>
  );
}

/** Two to five short choices in one strip. */
export function SegmentedControl<T extends string>({
  label,
  options,
  value,
  onValueChange,
  className,
}: GroupProps<T>) {
  return (
    <RadioRadix.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      className={cx('inline-flex rounded-control bg-fill p-0.5', className)}
    >
      {options.map((option) => (
        <RadioRadix.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className="h-8 flex-1 whitespace-nowrap rounded-lg border border-transparent px-3 font-medium text-soft transition-colors hover:text-text disabled:opacity-50 data-[state=checked]:border-line-strong data-[state=checked]:bg-surface data-[state=checked]:text-text touch:h-10"
        >
          {option.label}
        </RadioRadix.Item>
      ))}
    </RadioRadix.Root>
  );
}
