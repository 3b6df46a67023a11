import { createContext, type ReactNode, use, useId } from 'react';
import { cx } from '@/lib/cx';

interface FieldContext {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const Context = createContext<FieldContext | null>(null);

/** The attributes that tie a control to the label, help and error of the Field around it. */
export function useFieldProps(own: { id?: string | undefined }) {
  const field = use(Context);
  return {
    id: own.id ?? field?.id,
    'aria-describedby': field?.describedBy,
    'aria-invalid': field?.invalid || undefined,
    'aria-required': field?.required || undefined,
  };
}

export interface FieldProps {
  label: ReactNode;
  /** Below the control; an error takes its place. */
  help?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** Says "optional" beside the label; use it where most fields are required. */
  optional?: boolean;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}

export function Field({
  label,
  help,
  error,
  required = false,
  optional = false,
  hideLabel = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? help;
  return (
    <Context
      value={{ id, describedBy: note ? noteId : undefined, invalid: Boolean(error), required }}
    >
      <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
        <label htmlFor={id} className={cx('font-medium', hideLabel && 'sr-only')}>
          {label}
          {optional && <span className="ml-1.5 text-sm font-normal text-faint">optional</span>}
        </label>
        {children}
        {note && (
          <p
            id={noteId}
            // An error that appears while typing is read out; help is not.
            role={error ? 'alert' : undefined}
            className={cx('text-sm', error ? 'text-bad-ink' : 'text-faint')}
          >
            {note}
          </p>
        )}
      </div>
    </Context>
  );
}
