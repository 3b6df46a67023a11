import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { GripVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

export interface SortableListProps<T extends { id: string }> {
  items: readonly T[];
  onReorder: (items: T[]) => void;
  /** Names an item to a screen reader: "Back squat". */
  nameOf: (item: T) => string;
  /** Draws an item; place `handle` where it is grabbed. */
  children: (item: T, handle: ReactNode) => ReactNode;
  className?: string;
}

/**
 * A list in an order that people change: by dragging the handle, or with the handle focused by Space,
 * arrows and Space again (Escape puts it back). Import it lazily.
 */
export function SortableList<T extends { id: string }>({
  items,
  onReorder,
  nameOf,
  children,
  className,
}: SortableListProps<T>) {
  const sensors = useSensors(
    // A few pixels first, so that a tap on the handle is no drag.
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const indexOf = (id: string | number | undefined) => items.findIndex((item) => item.id === id);
  const nameAt = (id: string | number) => {
    const item = items[indexOf(id)];
    return item ? nameOf(item) : '';
  };
  const place = (id: string | number | undefined) => `${indexOf(id) + 1} of ${items.length}`;

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (!over || over.id === active.id) return;
    onReorder(arrayMove([...items], indexOf(active.id), indexOf(over.id)));
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{
        screenReaderInstructions: {
          draggable:
            'Press Space to lift, the arrow keys to move, Space to drop, Escape to cancel.',
        },
        announcements: {
          onDragStart: ({ active }) => `Lifted ${nameAt(active.id)}, place ${place(active.id)}.`,
          onDragOver: ({ active, over }) =>
            over ? `${nameAt(active.id)} is over place ${place(over.id)}.` : undefined,
          onDragEnd: ({ active, over }) =>
            `Dropped ${nameAt(active.id)} at place ${place(over?.id)}.`,
          onDragCancel: ({ active }) => `${nameAt(active.id)} stays where it was.`,
        },
      }}
    >
      <SortableContext items={items.map((item) => item.id)} strategy={verticalListSortingStrategy}>
        <ul className={cx('flex flex-col gap-2', className)}>
          {items.map((item) => (
            <SortableItem key={item.id} id={item.id} name={nameOf(item)}>
              {(handle) => children(item, handle)}
            </SortableItem>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function SortableItem({
  id,
  name,
  children,
}: {
  id: string;
  name: string;
  children: (handle: ReactNode) => ReactNode;
}) {
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
  } = useSortable({ id });
  const handle = (
    <button
      {...attributes}
      {...listeners}
      ref={setActivatorNodeRef}
      type="button"
      aria-label={`Move ${name}`}
      className="grid size-9 shrink-0 cursor-grab touch-none place-items-center rounded-lg text-faint hover:bg-fill hover:text-text active:cursor-grabbing touch:size-11"
    >
      <GripVertical size={18} aria-hidden />
    </button>
  );
  return (
    <li
      ref={setNodeRef}
      style={{
        transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined,
        transition,
      }}
      className={cx(isDragging && 'relative z-10 opacity-80')}
    >
      {children(handle)}
    </li>
  );
}
