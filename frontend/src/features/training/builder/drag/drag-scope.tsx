import {
  type Active,
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MeasuringStrategy,
  MouseSensor,
  type Over,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { createContext, type ReactNode, use, useState } from 'react';
import { drop, nameOf, placeAfter, placeOf } from '../actions';
import { useBuilder } from '../builder-context';
import type { Selection } from '../selection';
import { centre, type DropData, landscape, nearest, neighbourSpot, spotAt } from './targets';

export interface DragData {
  item: Selection;
  /** The block that is dragged or that holds the exercise which is all of it. */
  ownBlockId: string | null;
}

const Dragged = createContext<Selection | null>(null);

/** What is being dragged now, or null. */
export function useDragged(): Selection | null {
  return use(Dragged);
}

const dragOf = (active: Active | null) => active?.data.current as DragData | undefined;

function targetOf(over: Over | null) {
  const data = over?.data.current as DropData | undefined;
  return data && 'target' in data ? data.target : null;
}

const collide: CollisionDetection = (args) => {
  const drag = dragOf(args.active);
  if (!drag) return [];
  const land = landscape(drag.item, drag.ownBlockId, args.droppableContainers, args.droppableRects);
  const { left, top } = args.collisionRect;
  const spot = args.pointerCoordinates
    ? spotAt(args.pointerCoordinates, land)
    : // By key: the getter below put the corner exactly on a place.
      nearest(land.spots, ({ rect }) => Math.hypot(rect.left - left, centre(rect).y - top));
  return spot ? [{ id: spot.id }] : [];
};

const byKey: KeyboardCoordinateGetter = (event, { context }) => {
  const drag = dragOf(context.active);
  if (!drag || !/^Arrow/.test(event.code)) return undefined;
  event.preventDefault();
  const { spots } = landscape(
    drag.item,
    drag.ownBlockId,
    context.droppableContainers.getEnabled(),
    context.droppableRects,
  );
  const from = spots.find(({ id }) => id === context.over?.id) ?? spots[0];
  const to = from && neighbourSpot(from, event.code, spots);
  return to ? { x: to.rect.left, y: centre(to.rect).y } : undefined;
};

/** Dragging of days, blocks and exercises by mouse, by a long touch, and by Space and arrows. */
export function DragScope({ children }: { children: ReactNode }) {
  const { store, book, select } = useBuilder();
  const [dragged, setDragged] = useState<Selection | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: byKey,
      // Enter stays free: it opens the inspector.
      keyboardCodes: {
        start: [KeyboardCode.Space],
        cancel: [KeyboardCode.Esc],
        end: [KeyboardCode.Space, KeyboardCode.Enter],
      },
    }),
  );

  const name = (active: Active) => {
    const drag = dragOf(active);
    return drag ? nameOf(store.state.content.document, book, drag.item) : '';
  };
  const placeInWords = (active: Active, over: Over | null): string => {
    const item = dragOf(active)?.item;
    const target = targetOf(over);
    if (!item || !target) return 'nowhere';
    return placeAfter(store.state.content.document, book, item, target);
  };
  const placeNow = (active: Active): string => {
    const item = dragOf(active)?.item;
    return item ? placeOf(store.state.content.document, item) : '';
  };

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const drag = dragOf(active);
    const target = targetOf(over);
    if (!drag || !target) return;
    drop(store, book, drag.item, target);
    select(drag.item);
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collide}
      measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
      onDragStart={({ active }) => setDragged(dragOf(active)?.item ?? null)}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDragged(null)}
      accessibility={{
        screenReaderInstructions: {
          draggable:
            'Press Space to lift, the arrow keys to choose a place, Space to drop, Escape to cancel. Alt with an arrow key moves at once.',
        },
        announcements: {
          onDragStart: ({ active }) => `Lifted ${name(active)}.`,
          onDragOver: ({ active, over }) => `Over ${placeInWords(active, over)}.`,
          // Said after the drop, when the target's gaps are no longer those of the document.
          onDragEnd: ({ active }) => `Dropped ${name(active)} at ${placeNow(active)}.`,
          onDragCancel: ({ active }) => `${name(active)} stays where it was.`,
        },
      }}
    >
      <Dragged value={dragged}>{children}</Dragged>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <p className="w-56 cursor-grabbing truncate rounded-xl border border-accent bg-raised px-3 py-2.5 font-medium shadow-float">
            {nameOf(store.state.content.document, book, dragged)}
          </p>
        )}
      </DragOverlay>
    </DndContext>
  );
}
