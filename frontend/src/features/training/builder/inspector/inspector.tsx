import { Button } from '@/components/ui/button';
import { findBlock, findDay, findPrescription, findWeek } from '../../document/walk';
import { duplicate, neighbour, remove } from '../actions';
import { useBuilder, useDocument } from '../builder-context';
import { BlockPanel } from './block-panel';
import { DayPanel } from './day-panel';
import { MuscleVolume } from './muscle-volume';
import { PrescriptionPanel } from './prescription-panel';

/** What is selected, to be changed; below it what the week trains. */
export function Inspector({ volume = true }: { volume?: boolean }) {
  const { store, book, selection, focus, weekId } = useBuilder();
  const document = useDocument();
  const entry = findWeek(document, weekId);
  return (
    <div className="flex min-h-full flex-col gap-4">
      <SelectedPanel />
      {volume && entry && <MuscleVolume entry={entry} />}
      {selection && (
        <div className="sticky -bottom-4 -mx-4 mt-auto -mb-4 flex items-center justify-between border-t border-line bg-surface px-4 py-3">
          <Button size="sm" onClick={() => duplicate(store, book, selection)}>
            Duplicate
          </Button>
          <Button
            size="sm"
            variant="quiet"
            className="text-bad-ink!"
            onClick={() => {
              const next = neighbour(document, selection);
              if (remove(store, book, selection) && next) focus(next);
            }}
          >
            Remove
          </Button>
        </div>
      )}
    </div>
  );
}

function SelectedPanel() {
  const { selection } = useBuilder();
  const document = useDocument();
  if (selection?.kind === 'prescription') {
    const place = findPrescription(document, selection.id);
    if (place) return <PrescriptionPanel key={selection.id} place={place} />;
  }
  if (selection?.kind === 'block') {
    const place = findBlock(document, selection.id);
    if (place) return <BlockPanel key={selection.id} place={place} />;
  }
  if (selection?.kind === 'day') {
    const place = findDay(document, selection.id);
    if (place) return <DayPanel key={selection.id} day={place.day} />;
  }
  return (
    <p className="text-soft">Choose an exercise to set its sets, repetitions, load and rest.</p>
  );
}
