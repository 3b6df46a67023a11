import { useDraggable } from '@dnd-kit/core';
import type { KeyboardEvent } from 'react';
import type { Selection } from '../selection';
import type { DragData } from './drag-scope';

/**
 * Makes a button the handle of what it stands for: dragged by mouse and long touch, lifted with Space.
 * Enter calls `onEnter`. Spread `handle` on it.
 */
export function useDrag(item: Selection, ownBlockId: string | null, onEnter: () => void) {
  const data: DragData = { item, ownBlockId };
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: `${item.kind}:${item.id}`,
    data,
  });
  const lift = listeners?.['onKeyDown'] as ((event: KeyboardEvent) => void) | undefined;
  return {
    isDragging,
    handle: {
      ...listeners,
      ref: setNodeRef,
      onKeyDown: (event: KeyboardEvent) => {
        lift?.(event);
        // While something is lifted, Enter drops it.
        if (event.key !== 'Enter' || event.defaultPrevented || isDragging) return;
        event.preventDefault();
        onEnter();
      },
      'aria-describedby': attributes['aria-describedby'],
      'aria-roledescription': 'draggable',
    },
  };
}
