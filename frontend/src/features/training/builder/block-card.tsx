import { useDroppable } from '@dnd-kit/core';
import { GripVertical } from 'lucide-react';
import { Fragment } from 'react';
import { cx } from '@/lib/cx';
import { blockText } from '../document/notation';
import type { Block } from '../document/types';
import { blockLetter } from '../document/walk';
import { useBook, useBuilder } from './builder-context';
import { DropLine } from './drag/drop-line';
import { useDrag } from './drag/use-drag';
import { PrescriptionRow } from './prescription-row';
import { blockName } from './selection';

interface BlockCardProps {
  block: Block;
  dayId: string;
  index: number;
  onEdit: () => void;
}

/** A block of a day: its kind, and its exercises with what they ask for. */
export function BlockCard({ block, dayId, index, onEdit }: BlockCardProps) {
  const { selection } = useBuilder();
  const { setNodeRef } = useDroppable({
    id: `card:${block.id}`,
    data: { card: block.id, dayId },
  });
  const chosen =
    selection?.id === block.id ||
    (block.prescriptions.length === 1 && selection?.id === block.prescriptions[0]?.id);
  const letter = blockLetter(index);
  const alone = block.prescriptions.length === 1;
  return (
    <li
      ref={setNodeRef}
      className={cx(
        'group relative rounded-xl border bg-surface px-3 py-2.5 tabular-nums transition-[border-color,box-shadow] has-[:focus-visible]:border-accent',
        chosen
          ? 'border-accent shadow-[0_0_0_3px_var(--accent-wash)]'
          : 'border-line hover:border-line-strong',
      )}
    >
      <BlockHead block={block} dayId={dayId} onEdit={onEdit} />
      {block.prescriptions.map((part, at) => (
        <Fragment key={part.id}>
          <DropLine target={{ kind: 'into', blockId: block.id, dayId, index: at }} />
          <PrescriptionRow
            part={part}
            block={block}
            dayId={dayId}
            mark={alone ? letter : `${letter}${at + 1}`}
            onEdit={onEdit}
          />
        </Fragment>
      ))}
      <DropLine
        target={{ kind: 'into', blockId: block.id, dayId, index: block.prescriptions.length }}
      />
    </li>
  );
}

function BlockHead({ block, dayId, onEdit }: Omit<BlockCardProps, 'index'>) {
  const { selection, select } = useBuilder();
  const book = useBook();
  const { handle } = useDrag({ kind: 'block', id: block.id }, block.id, onEdit);
  const text = blockText(block);
  const look =
    'mb-1 flex w-full items-center justify-between text-[11px] leading-[14px] font-medium text-faint';
  const grip = (
    <GripVertical
      size={14}
      aria-hidden
      className="opacity-0 transition-opacity group-hover:opacity-100 touch:opacity-100"
    />
  );
  // A straight block is its one exercise, whose row is the handle of both.
  if (block.prescriptions.length === 1 && block.kind === 'straight') {
    return (
      <p className={look}>
        {text}
        {grip}
      </p>
    );
  }
  return (
    <button
      {...handle}
      type="button"
      data-part={`block:${block.id}`}
      data-day={dayId}
      aria-pressed={selection?.id === block.id}
      aria-label={`${text}: ${blockName(block, (id) => book.nameOf(id))}`}
      onFocus={() => select({ kind: 'block', id: block.id })}
      onClick={() => select({ kind: 'block', id: block.id })}
      className={cx(
        look,
        'relative cursor-grab outline-none select-none before:absolute before:-inset-x-2 before:-inset-y-1.5 hover:text-text touch:min-h-8',
      )}
    >
      {text}
      {grip}
    </button>
  );
}
