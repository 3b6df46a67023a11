import { Checkbox } from '@/components/ui/choice';
import { patchPrescription } from '../../document/edit';
import { readCount, readRest, readTempo, showSeconds } from '../../document/notation';
import type { Prescription } from '../../document/types';
import { blockLetter, type PrescriptionPlace } from '../../document/walk';
import { wordsOf } from '../../labels';
import { useBook, useBuilder } from '../builder-context';
import { BlockFields } from './block-fields';
import { DraftInput } from './draft-input';
import { LoadFields } from './load-fields';
import { NotesField } from './notes-field';
import { Substitutes } from './substitutes';
import { TargetFields } from './target-fields';

/** Everything that one exercise of the program asks for. */
export function PrescriptionPanel({ place }: { place: PrescriptionPlace }) {
  const { store } = useBuilder();
  const book = useBook();
  const { prescription: part, block, day, blockIndex } = place;
  const exercise = book.get(part.exercise_id);
  const name = book.nameOf(part.exercise_id);
  const grouped = block.kind !== 'straight';

  const patch = (change: Partial<Omit<Prescription, 'id'>>, field: string, typing = true) =>
    store.edit(
      `Change ${field} of ${name}`,
      (document) => patchPrescription(document, part.id, change),
      { silent: true, ...(typing ? { merge: `${part.id}:${field}` } : {}) },
    );

  return (
    <>
      <div>
        <p className="text-xs font-medium text-faint">
          {day.name}, block {blockLetter(blockIndex)}
        </p>
        <h2 className="mt-0.5 text-lg leading-6 font-semibold tracking-tight">{name}</h2>
        {exercise && <p className="text-soft">{wordsOf(exercise.primary_muscles)}</p>}
        <Substitutes part={part} />
      </div>
      <div className="grid grid-cols-3 gap-2">
        <DraftInput
          label={grouped ? 'Rounds' : 'Sets'}
          data-first-field
          inputMode="numeric"
          shown={String(part.sets)}
          read={(text) => readCount(text, grouped ? 'rounds' : 'sets')}
          onValue={(sets) => patch({ sets }, 'sets')}
        />
        <TargetFields
          part={part}
          measurement={exercise?.measurement ?? 'weight_reps'}
          onPatch={patch}
        />
        <DraftInput
          label={grouped ? 'Rest after' : 'Rest'}
          placeholder={grouped ? 'none' : '1:30'}
          shown={showSeconds(part.rest_s)}
          read={readRest}
          onValue={(rest_s) => patch({ rest_s }, 'rest')}
        />
        <LoadFields part={part} onLoad={(load, typing) => patch({ load }, 'load', typing)} />
        <DraftInput
          label="Tempo"
          placeholder="3-1-1-0"
          shown={part.tempo ?? ''}
          read={readTempo}
          onValue={(tempo) => patch({ tempo }, 'tempo')}
        />
      </div>
      <Checkbox
        label="Each side"
        checked={part.per_side}
        onCheckedChange={(per_side) => patch({ per_side }, 'sides', false)}
      />
      <NotesField
        label="Notes for the client"
        placeholder="Pause a second on the chest"
        value={part.notes}
        onValue={(notes) => patch({ notes }, 'notes')}
      />
      <BlockFields block={block} />
    </>
  );
}
