import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The name that the API sorts by; without it the column does not sort. */
  sortKey?: string;
  align?: 'start' | 'end';
  /** A CSS grid track: `minmax(160px, 2fr)`. */
  width?: string;
  /** Cannot be hidden, and is the title of a card on a phone. One column has it. */
  primary?: boolean;
  /** Hidden until chosen. */
  optional?: boolean;
  /** The row's menu: on a phone it stands in the card's corner, without its header. */
  menu?: boolean;
}

/** `name`, or `-name` for descending, as in the API's `sort` parameter. */
export type Sort = string;

export interface DataTableProps<Row extends { id: string }> {
  /** Names the table: "Clients". */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  sort?: Sort;
  onSortChange?: (sort: Sort) => void;
  /** Ids of selected rows; with it each row gets a checkbox. */
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selection: Set<string>) => void;
  /** Names a row to a screen reader. */
  nameOf: (row: Row) => string;
  /** Enter or a click on a row. */
  onOpen?: (row: Row) => void;
  /** The row whose detail is shown beside the list. */
  openId?: string;
  /** Called when the end comes near; ask for the next page. */
  onEndReached?: () => void;
  /** Below the last row: "Loading more…" or the error with a retry. */
  footer?: ReactNode;
  /** Offers the choice of columns on a wide screen; on unless said otherwise. */
  columnChoice?: boolean;
  /** Above the rows at the start; the choice of columns stands at its end. */
  toolbar?: ReactNode;
}
