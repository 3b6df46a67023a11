import type { ClientRect, DroppableContainer, UniqueIdentifier } from '@dnd-kit/core';
import type { Target } from '../../document/move';
import type { Selection } from '../selection';

/** Where something may be dropped, as a droppable carries it. */
export type DropTarget =
  | (Target & { kind: 'between' })
  | (Target & { kind: 'into'; dayId: string })
  | { kind: 'week'; weekId: string; index: number };

/** What a droppable carries: a place to drop, or the outline of a card that places lie within. */
export type DropData = { target: DropTarget } | { card: string; dayId: string };

export interface Spot {
  id: UniqueIdentifier;
  target: DropTarget;
  rect: ClientRect;
}

export interface CardRect {
  blockId: string;
  rect: ClientRect;
}

export interface Landscape {
  spots: Spot[];
  cards: CardRect[];
}

/** The places where this item may go, and the cards, with where they are on the screen. */
export function landscape(
  item: Selection,
  ownBlockId: string | null,
  containers: readonly DroppableContainer[],
  rects: ReadonlyMap<UniqueIdentifier, ClientRect>,
): Landscape {
  const spots: Spot[] = [];
  const cards: CardRect[] = [];
  for (const { id, data } of containers) {
    const rect = rects.get(id);
    const drop = data.current as DropData | undefined;
    if (!rect || !drop) continue;
    if ('card' in drop) cards.push({ blockId: drop.card, rect });
    else if (accepts(item, ownBlockId, drop.target)) spots.push({ id, target: drop.target, rect });
  }
  return { spots, cards };
}

function accepts(item: Selection, ownBlockId: string | null, target: DropTarget): boolean {
  if (item.kind === 'day') return target.kind === 'week';
  if (target.kind === 'week') return false;
  return target.kind === 'between' || item.kind !== 'block' || target.blockId !== ownBlockId;
}

const EDGE = 0.28;

/**
 * The place that a point means. In the middle of a card it is among the card's exercises; near a card's
 * edge or beside the cards it is between them, in the nearest day.
 */
export function spotAt(point: { x: number; y: number }, { spots, cards }: Landscape): Spot | null {
  const week = spots.filter(({ target }) => target.kind === 'week');
  if (week.length > 0) return nearest(week, ({ rect }) => Math.abs(centre(rect).x - point.x));
  const card = cards.find(({ rect }) => isInside(point, rect));
  if (card) {
    const within = spots.filter(
      ({ target }) => target.kind === 'into' && target.blockId === card.blockId,
    );
    if (within.length > 0) return nearest(within, ({ rect }) => Math.abs(centre(rect).y - point.y));
  }
  const between = spots.filter(({ target }) => target.kind === 'between');
  return nearest(between, ({ rect }) => {
    const beside = Math.max(rect.left - point.x, point.x - rect.right, 0);
    return beside * 1000 + Math.abs(centre(rect).y - point.y);
  });
}

function isInside({ x, y }: { x: number; y: number }, rect: ClientRect): boolean {
  const edge = Math.min(16, rect.height * EDGE);
  return x >= rect.left && x <= rect.right && y >= rect.top + edge && y <= rect.bottom - edge;
}

export function centre(rect: ClientRect): { x: number; y: number } {
  return { x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 };
}

export function nearest<T>(items: readonly T[], distance: (item: T) => number): T | null {
  let best: T | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const far = distance(item);
    if (far < least) {
      best = item;
      least = far;
    }
  }
  return best;
}

/** The next place in a direction, for the arrow keys. */
export function neighbourSpot(from: Spot, direction: string, spots: readonly Spot[]): Spot | null {
  const here = centre(from.rect);
  const dayOf = ({ target }: Spot) => (target.kind === 'week' ? '' : target.dayId);
  const vertical = direction === 'ArrowUp' || direction === 'ArrowDown';
  const sign = direction === 'ArrowUp' || direction === 'ArrowLeft' ? -1 : 1;
  if (from.target.kind === 'week' || vertical) {
    const along = (spot: Spot) =>
      from.target.kind === 'week' ? centre(spot.rect).x : centre(spot.rect).y;
    const own = spots.filter((spot) => dayOf(spot) === dayOf(from));
    const beyond = own.filter((spot) => (along(spot) - along(from)) * sign > 0.5);
    return nearest(beyond, (spot) => Math.abs(along(spot) - along(from)));
  }
  const columns = spots.filter(
    (spot) => dayOf(spot) !== dayOf(from) && (centre(spot.rect).x - here.x) * sign > 0,
  );
  return nearest(columns, ({ rect }) => {
    return Math.abs(centre(rect).x - here.x) * 1000 + Math.abs(centre(rect).y - here.y);
  });
}
