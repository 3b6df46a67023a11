import { type ComponentProps, useId, useState } from 'react';
import { cx } from '@/lib/cx';
import type { Read } from '../../document/notation';
import { useBuilder } from '../builder-context';

interface DraftInputProps<T> extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  label: string;
  /** The value as it is written. */
  shown: string;
  read: (text: string) => Read<T>;
  onValue: (value: T) => void;
}

/**
 * A small field for figures people write in several ways. A text that cannot be read stays as it was typed,
 * with advice below, and changes nothing until it can.
 */
export function DraftInput<T>({
  label,
  shown,
  read,
  onValue,
  className,
  ...rest
}: DraftInputProps<T>) {
  const { store } = useBuilder();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [advice, setAdvice] = useState<string | null>(null);
  return (
    <div className={cx('min-w-0', className)}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-faint">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        value={draft ?? shown}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={advice ? true : undefined}
        aria-describedby={advice ? `${id}-advice` : undefined}
        onFocus={(event) => event.target.select()}
        onChange={({ target }) => {
          setDraft(target.value);
          const result = read(target.value);
          setAdvice(result.ok ? null : result.advice);
          if (result.ok) onValue(result.value);
        }}
        onBlur={() => {
          if (!advice) setDraft(null);
          store.leaveField();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || draft === null) return;
          event.stopPropagation();
          setDraft(null);
          setAdvice(null);
        }}
        className="control bg-bg! px-2.5! tabular-nums"
      />
      {advice && (
        <p id={`${id}-advice`} role="alert" className="mt-1 text-xs text-bad-ink">
          {advice}
        </p>
      )}
    </div>
  );
}
