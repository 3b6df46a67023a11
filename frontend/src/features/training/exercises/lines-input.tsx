import { useState } from 'react';
import { Textarea } from '@/components/ui/input';

interface LinesInputProps {
  value: readonly string[];
  onChange: (lines: string[]) => void;
  onBlur: () => void;
}

/** A list written one item a line; blank lines count for nothing. */
export function LinesInput({ value, onChange, onBlur }: LinesInputProps) {
  const [text, setText] = useState(value.join('\n'));
  return (
    <Textarea
      rows={4}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(
          event.target.value
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        );
      }}
      onBlur={onBlur}
    />
  );
}
