import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ComponentType,
  type KeyboardEvent,
  lazy,
  Suspense,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { useMedia } from '@/hooks/use-media';
import { CardRow } from './card-row';
import { HeaderRow } from './header-row';
import type { RowViewProps } from './row-props';
import { TableRow } from './table-row';
import type { DataTableProps } from './types';

const ColumnMenu = lazy(() => import('./column-menu').then((m) => ({ default: m.ColumnMenu })));

const ROW_HEIGHT = 52;
const CARD_HEIGHT = 92;
/** Rows from the end at which the next page is asked for. */
const AHEAD = 15;

/**
 * Rows of any number: only those in view are in the page. Arrows, Home and End move from row to row,
 * Enter opens, Space selects. On a phone each row is a card. Import it lazily.
 */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, columns, rows, selection, onSelectionChange, onOpen, onEndReached } = props;
  const { toolbar, columnChoice = true } = props;
  const wide = useMedia('(min-width: 768px)');
  const scroller = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(
    () => new Set(columns.filter((column) => column.optional).map((column) => column.id)),
  );
  const [current, setCurrent] = useState(0);
  const shown = columns.filter((column) => !hidden.has(column.id));
  const template = [
    ...(selection ? ['44px'] : []),
    ...shown.map((column) => column.width ?? 'minmax(96px, 1fr)'),
  ].join(' ');

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (wide ? ROW_HEIGHT : CARD_HEIGHT),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const visible = virtual.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;
  const nearEnd = rows.length > 0 && lastVisible >= rows.length - AHEAD;
  const endReached = useEffectEvent(() => onEndReached?.());
  // Asks again when a page has come and its end is in view at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of rows is the trigger
  useEffect(() => {
    if (nearEnd) endReached();
  }, [nearEnd, rows.length]);

  const toggle = (id: string) => {
    if (!selection || !onSelectionChange) return;
    const next = new Set(selection);
    if (!next.delete(id)) next.add(id);
    onSelectionChange(next);
  };

  // A row far away is in the page only after the scroll has drawn it; keys pressed until then add up.
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`)?.focus();
  });
  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    wanted.current = to;
    setCurrent(to);
    virtual.scrollToIndex(to);
  };

  const onRowKey = (event: KeyboardEvent, focused: number) => {
    if (event.target !== event.currentTarget) return;
    const index = wanted.current ?? focused;
    const row = rows[index];
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      j: index + 1,
      k: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: index + 10,
      PageUp: index - 10,
    };
    const to = moves[event.key];
    if (to !== undefined) focusRow(to);
    else if (event.key === 'Enter' && row) onOpen?.(row);
    else if ((event.key === ' ' || event.key === 'x') && row && selection) toggle(row.id);
    else return;
    event.preventDefault();
  };

  const RowView: ComponentType<RowViewProps<Row>> = wide ? TableRow : CardRow;
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3">
      {(toolbar || columnChoice) && (
        <div className="flex items-center gap-2">
          <div className="min-w-0 flex-1">{toolbar}</div>
          {wide && columnChoice && (
            <Suspense fallback={null}>
              <ColumnMenu
                columns={columns.map(({ id, header, primary = false }) => ({
                  id,
                  header,
                  primary,
                }))}
                hidden={hidden}
                onHiddenChange={setHidden}
              />
            </Suspense>
          )}
        </div>
      )}
      <div
        ref={scroller}
        className="min-h-48 flex-1 overflow-auto rounded-card border border-line bg-surface"
      >
        {/* Without header and rows it is no grid, and what stands below the rows never is a part of it. */}
        <div
          {...((wide || rows.length > 0) && {
            role: 'grid',
            'aria-label': label,
            'aria-rowcount': rows.length + 1,
            'aria-multiselectable': selection ? true : undefined,
          })}
        >
          {wide && (
            <HeaderRow
              columns={shown}
              template={template}
              sort={props.sort}
              onSortChange={props.onSortChange}
              selectable={selection !== undefined}
              selected={selection?.size ?? 0}
              total={rows.length}
              onSelectAll={(all) =>
                onSelectionChange?.(new Set(all ? rows.map((row) => row.id) : []))
              }
            />
          )}
          <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
            {visible.map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              return (
                <RowView
                  key={item.key}
                  row={row}
                  index={item.index}
                  offset={item.start}
                  columns={shown}
                  template={template}
                  name={props.nameOf(row)}
                  focusable={item.index === Math.min(current, rows.length - 1)}
                  open={row.id === props.openId}
                  selected={selection?.has(row.id)}
                  onToggle={() => toggle(row.id)}
                  onOpen={onOpen && (() => onOpen(row))}
                  onFocus={() => {
                    if (wanted.current === item.index) wanted.current = null;
                    setCurrent(wanted.current ?? item.index);
                  }}
                  onKeyDown={(event) => onRowKey(event, item.index)}
                  measure={wide ? undefined : virtual.measureElement}
                />
              );
            })}
          </div>
        </div>
        {props.footer}
      </div>
    </div>
  );
}
