import { useState } from 'react';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';
import { Chip } from '@/components/ui/display';
import { wordsOf } from '../labels';
import { searchExercises } from './queries';

async function search(query: string, signal: AbortSignal): Promise<ComboboxOption[]> {
  const rows = await searchExercises(query, signal);
  return rows.map((row) => ({ value: row.id, label: row.name, detail: wordsOf(row.equipment) }));
}

interface SubstitutePickerProps {
  value: readonly string[];
  /** Names of those chosen before. */
  known: ReadonlyMap<string, string>;
  onChange: (value: string[]) => void;
}

/** Exercises that can stand in, found by name; up to ten. */
export function SubstitutePicker({ value, known, onChange }: SubstitutePickerProps) {
  const [names, setNames] = useState(known);
  return (
    <div className="flex flex-col gap-2">
      {value.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {value.map((id) => (
            <Chip
              key={id}
              removeLabel={names.get(id) ?? 'exercise'}
              onRemove={() => onChange(value.filter((other) => other !== id))}
            >
              {names.get(id) ?? 'Exercise'}
            </Chip>
          ))}
        </div>
      )}
      <Combobox
        value={null}
        search={search}
        disabled={value.length >= 10}
        placeholder={value.length >= 10 ? 'Ten are enough' : 'Search an exercise'}
        onValueChange={(option) => {
          if (!option || value.includes(option.value)) return;
          setNames(new Map(names).set(option.value, option.label));
          onChange([...value, option.value]);
        }}
      />
    </div>
  );
}
