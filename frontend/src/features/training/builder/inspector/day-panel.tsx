import { plural } from '@/lib/numbers';
import { changeDay } from '../../document/edit';
import { dayMinutes, daySets } from '../../document/figures';
import type { Day } from '../../document/types';
import { useBuilder } from '../builder-context';
import { DraftInput } from './draft-input';
import { NotesField } from './notes-field';

/** A workout's name and notes. */
export function DayPanel({ day }: { day: Day }) {
  const { store } = useBuilder();
  const change = (patch: Partial<Pick<Day, 'name' | 'notes'>>, field: string) =>
    store.edit(
      `Change the ${field} of ${day.name}`,
      (document) => changeDay(document, day.id, (now) => ({ ...now, ...patch })),
      { silent: true, merge: `${day.id}:${field}` },
    );
  return (
    <>
      <div>
        <p className="text-xs font-medium text-faint">Workout</p>
        <h2 className="mt-0.5 text-lg leading-6 font-semibold tracking-tight">{day.name}</h2>
        <p className="text-soft tabular-nums">
          {plural(daySets(day), 'set')}, about {dayMinutes(day)} min
        </p>
      </div>
      <DraftInput
        label="Name"
        data-first-field
        shown={day.name}
        read={(text) => {
          const name = text.trim();
          return name.length < 1 || name.length > 120
            ? { ok: false, advice: 'Give a name of 1 to 120 characters.' }
            : { ok: true, value: text };
        }}
        onValue={(name) => change({ name }, 'name')}
      />
      <NotesField
        label="Notes for the client"
        placeholder="Warm up for ten minutes first"
        value={day.notes}
        onValue={(notes) => change({ notes }, 'notes')}
      />
    </>
  );
}
