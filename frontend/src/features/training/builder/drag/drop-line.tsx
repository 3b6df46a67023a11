import { useDroppable } from '@dnd-kit/core';
import { cx } from '@/lib/cx';
import type { DropTarget } from './targets';

/** A place to drop: nothing to see until something is held over it, then a line. */
export function DropLine({ target, upright = false }: { target: DropTarget; upright?: boolean }) {
  const holder =
    target.kind === 'between'
      ? target.dayId
      : target.kind === 'into'
        ? target.blockId
        : target.weekId;
  const { setNodeRef, isOver } = useDroppable({
    id: `${target.kind}:${holder}:${target.index}`,
    data: { target },
  });
  return (
    <div
      ref={setNodeRef}
      aria-hidden="true"
      className={cx(
        'relative shrink-0 rounded-full',
        upright ? '-mx-[7px] w-0.5 self-stretch' : 'h-0.5',
        !upright && target.kind === 'between' && '-my-[5px]',
        !upright && target.kind === 'into' && '-my-px',
        isOver && 'bg-accent',
      )}
    />
  );
}
