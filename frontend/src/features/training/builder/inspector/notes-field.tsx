import { useId } from 'react';
import { Textarea } from '@/components/ui/input';
import { useBuilder } from '../builder-context';

interface NotesFieldProps {
  label: string;
  value: string | null;
  placeholder: string;
  onValue: (value: string | null) => void;
}

/** Notes for the client; blank ones are none. */
export function NotesField({ label, value, placeholder, onValue }: NotesFieldProps) {
  const { store } = useBuilder();
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-faint">
        {label}
      </label>
      <Textarea
        id={id}
        rows={2}
        maxLength={2000}
        placeholder={placeholder}
        value={value ?? ''}
        onChange={({ target }) => onValue(target.value === '' ? null : target.value)}
        onBlur={() => store.leaveField()}
        className="bg-bg! px-2.5!"
      />
    </div>
  );
}
