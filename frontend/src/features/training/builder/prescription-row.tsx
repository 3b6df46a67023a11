import { cx } from '@/lib/cx';
import { prescriptionText } from '../document/notation';
import type { Block, Prescription } from '../document/types';
import { useBook, useBuilder, useUnits } from './builder-context';
import { useDrag } from './drag/use-drag';

interface PrescriptionRowProps {
  part: Prescription;
  block: Block;
  dayId: string;
  /** `A`, `C2`. */
  mark: string;
  onEdit: () => void;
}

/** One exercise of a block: chosen by a click, edited by Enter, dragged or lifted with Space. */
export function PrescriptionRow({ part, block, dayId, mark, onEdit }: PrescriptionRowProps) {
  const { selection, select } = useBuilder();
  const book = useBook();
  const units = useUnits();
  const alone = block.prescriptions.length === 1;
  const { handle, isDragging } = useDrag(
    { kind: 'prescription', id: part.id },
    alone ? block.id : null,
    onEdit,
  );
  const selected = selection?.kind === 'prescription' && selection.id === part.id;
  const straight = block.kind === 'straight';
  const text = prescriptionText(part, { units, straight });
  return (
    <button
      {...handle}
      type="button"
      data-part={`prescription:${part.id}`}
      data-day={dayId}
      aria-pressed={selected}
      onFocus={() => select({ kind: 'prescription', id: part.id })}
      onClick={() => select({ kind: 'prescription', id: part.id })}
      className={cx(
        'grid grid-cols-[20px_1fr] gap-x-1.5 rounded-lg py-[3px] text-left outline-none select-none touch:py-2',
        // The only exercise of a block is the whole card, and so is its target.
        alone && 'before:absolute before:inset-0 before:rounded-xl',
        !alone && selected ? '-mx-2 w-[calc(100%+16px)] bg-accent-wash px-2' : 'w-full',
        isDragging && 'opacity-40',
      )}
    >
      <span className="text-xs leading-5 font-semibold text-faint">{mark}</span>
      <span className="min-w-0 truncate font-medium" title={book.nameOf(part.exercise_id)}>
        {book.nameOf(part.exercise_id)}
      </span>
      <span className="col-start-2 text-sm text-soft">
        {text}
        {part.notes && <span className="block truncate text-faint">{part.notes}</span>}
      </span>
    </button>
  );
}
