import type { KeyboardEvent, MouseEvent } from 'react';
import type { Column } from './types';

export interface RowViewProps<Row> {
  row: Row;
  index: number;
  /** Pixels from the top of the list. */
  offset: number;
  columns: readonly Column<Row>[];
  template: string;
  name: string;
  focusable: boolean;
  open: boolean;
  /** Undefined where rows cannot be selected. */
  selected: boolean | undefined;
  onToggle: () => void;
  onOpen: (() => void) | undefined;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  measure: ((element: Element | null) => void) | undefined;
}

/** A click that was meant for a link or a button inside the row is not one on the row. */
export function isOnRow(event: MouseEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest('a, button, input, label, [role=checkbox], [role=menuitem]') === null;
}
