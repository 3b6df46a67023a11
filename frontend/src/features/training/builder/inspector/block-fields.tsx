import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { SegmentedControl } from '@/components/ui/choice';
import { changeBlock, setBlockKind, withRounds } from '../../document/edit';
import { readCount, readRest, showSeconds } from '../../document/notation';
import type { Block, BlockKind } from '../../document/types';
import { addToBlock } from '../actions';
import { useBuilder } from '../builder-context';
import { ExerciseSearch } from '../exercise-search';
import { DraftInput } from './draft-input';

const kinds: { value: BlockKind; label: string }[] = [
  { value: 'straight', label: 'Straight' },
  { value: 'superset', label: 'Superset' },
  { value: 'circuit', label: 'Circuit' },
];

/** How the exercises of a block are done: one by one, or in rounds with a rest between them. */
export function BlockFields({ block }: { block: Block }) {
  const { store, book, select } = useBuilder();
  const [adding, setAdding] = useState(false);
  return (
    <div className="flex flex-col gap-2.5">
      <SegmentedControl
        label="Kind of block"
        options={kinds}
        value={block.kind}
        onValueChange={(kind) =>
          store.edit(`Make it ${kind === 'straight' ? 'straight sets' : `a ${kind}`}`, (document) =>
            setBlockKind(document, block.id, kind),
          )
        }
        className="flex bg-bg!"
      />
      {block.rounds !== null && (
        <div className="grid grid-cols-2 gap-2">
          <DraftInput
            label="Rounds"
            inputMode="numeric"
            shown={String(block.rounds)}
            read={(text) => readCount(text, 'rounds')}
            onValue={(rounds) =>
              store.edit(
                'Change rounds',
                (document) => changeBlock(document, block.id, (now) => withRounds(now, rounds)),
                { merge: `${block.id}:rounds`, silent: true },
              )
            }
          />
          <DraftInput
            label="Rest between rounds"
            shown={showSeconds(block.rest_s)}
            placeholder="1:30"
            read={readRest}
            onValue={(rest_s) =>
              store.edit(
                'Change the rest between rounds',
                (document) => changeBlock(document, block.id, (now) => ({ ...now, rest_s })),
                { merge: `${block.id}:rest`, silent: true },
              )
            }
          />
        </div>
      )}
      {adding ? (
        <ExerciseSearch
          label="Add an exercise to this block"
          onClose={() => setAdding(false)}
          onChoose={(exercise) => {
            const added = addToBlock(store, book, block.id, exercise);
            if (!added) return;
            // A selected block stays selected, so that the next exercise can follow.
            if (block.kind === 'straight') select({ kind: 'block', id: block.id });
          }}
        />
      ) : (
        <Button size="sm" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
          {block.kind === 'straight' ? 'Pair with another exercise' : 'Add to this block'}
        </Button>
      )}
    </div>
  );
}
