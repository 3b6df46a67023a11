import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from '@/lib/cx';
import { useFieldProps } from './field';

export interface SelectOption<T extends string = string> {
  value: T;
  label: string;
  disabled?: boolean;
}

export interface SelectProps<T extends string> extends Omit<ComponentProps<'select'>, 'onChange'> {
  options: readonly SelectOption<T>[];
  value?: T | '';
  onValueChange?: (value: T) => void;
  /** Passed on as it is, for a form library's `register`. */
  onChange?: ComponentProps<'select'>['onChange'];
  /** The entry that stands for "nothing chosen". */
  placeholder?: string;
}

/** The browser's own select in our frame: on a phone its wheel beats any list of ours. For search, use Combobox. */
export function Select<T extends string>({
  options,
  onValueChange,
  onChange,
  placeholder,
  className,
  id,
  ...rest
}: SelectProps<T>) {
  const field = useFieldProps({ id });
  return (
    <span className="relative block">
      <select
        {...field}
        {...rest}
        onChange={(event) => {
          onChange?.(event);
          onValueChange?.(event.target.value as T);
        }}
        className={cx('control appearance-none pr-9!', className)}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        size={16}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
