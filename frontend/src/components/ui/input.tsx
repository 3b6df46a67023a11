import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { cx } from '@/lib/cx';
import { useFieldProps } from './field';

export interface InputProps extends ComponentProps<'input'> {
  /** Shown inside, before the text. */
  leading?: ReactNode;
}

export function Input({ leading, className, id, ...rest }: InputProps) {
  const field = useFieldProps({ id });
  const input = (
    <input {...field} {...rest} className={cx('control', leading != null && 'pl-9!', className)} />
  );
  if (!leading) return input;
  return (
    <span className="relative block">
      <span className="pointer-events-none absolute inset-y-0 left-0 grid w-9 place-items-center text-faint">
        {leading}
      </span>
      {input}
    </span>
  );
}

export function Textarea({ className, id, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  const field = useFieldProps({ id });
  return (
    <textarea
      {...field}
      {...rest}
      rows={rows}
      className={cx('control field-sizing-content max-h-80 py-2', className)}
    />
  );
}

export function DateInput({ className, ...rest }: ComponentProps<'input'>) {
  return <Input {...rest} type="date" className={cx('tabular-nums', className)} />;
}

export function PasswordInput({ className, ...rest }: ComponentProps<'input'>) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input
        autoComplete="current-password"
        {...rest}
        type={shown ? 'text' : 'password'}
        spellCheck={false}
        autoCapitalize="off"
        className={cx('pr-11!', className)}
      />
      <button
        type="button"
        aria-label="Show password"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-faint hover:text-text"
      >
        {shown ? <EyeOff size={18} aria-hidden /> : <Eye size={18} aria-hidden />}
      </button>
    </span>
  );
}
