import { useId } from 'react';
import { Select, type SelectOption } from '@/components/ui/select';

interface SmallSelectProps<T extends string> {
  label: string;
  value: T | '';
  options: readonly SelectOption<T>[];
  placeholder?: string;
  onValueChange: (value: T | '') => void;
}

/** A choice with the inspector's small label above. */
export function SmallSelect<T extends string>({
  label,
  onValueChange,
  placeholder,
  ...rest
}: SmallSelectProps<T>) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-faint">
        {label}
      </label>
      <Select
        {...rest}
        {...(placeholder === undefined ? {} : { placeholder })}
        id={id}
        onValueChange={onValueChange}
        className="bg-bg! px-2.5!"
      />
    </div>
  );
}
