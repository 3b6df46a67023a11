import { ArrowDown, ArrowUp } from 'lucide-react';
import { Checkbox } from '@/components/ui/choice';
import { cx } from '@/lib/cx';
import type { Column, Sort } from './types';

interface HeaderRowProps<Row> {
  columns: readonly Column<Row>[];
  template: string;
  sort: Sort | undefined;
  onSortChange: ((sort: Sort) => void) | undefined;
  selectable: boolean;
  selected: number;
  total: number;
  onSelectAll: (all: boolean) => void;
}

export function HeaderRow<Row>({
  columns,
  template,
  sort,
  onSortChange,
  selectable,
  selected,
  total,
  onSelectAll,
}: HeaderRowProps<Row>) {
  const all = total > 0 && selected >= total;
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-10 grid h-10 items-center gap-3 bg-surface px-4 text-xs font-medium text-faint shadow-[inset_0_-1px_0_var(--line)]"
      style={{ gridTemplateColumns: template }}
    >
      {selectable && (
        <div role="columnheader">
          <Checkbox
            label="Select all loaded rows"
            hideLabel
            checked={all || (selected > 0 && 'indeterminate')}
            onCheckedChange={() => onSelectAll(!all)}
            className="touch:min-h-0! touch:py-0!"
          />
        </div>
      )}
      {columns.map(({ id, header, sortKey, align }) => {
        const direction =
          sort === sortKey ? 'ascending' : sort === `-${sortKey}` ? 'descending' : 'none';
        const sorts = sortKey !== undefined && onSortChange !== undefined;
        return (
          <div
            key={id}
            role="columnheader"
            aria-sort={sorts ? direction : undefined}
            className={cx('min-w-0 truncate', align === 'end' && 'text-right')}
          >
            {sorts ? (
              <button
                type="button"
                onClick={() => onSortChange(direction === 'ascending' ? `-${sortKey}` : sortKey)}
                className={cx(
                  'inline-flex h-9 items-center gap-1 rounded-md hover:text-text',
                  direction !== 'none' && 'text-text',
                )}
              >
                {header}
                {direction === 'ascending' && <ArrowUp size={13} aria-hidden />}
                {direction === 'descending' && <ArrowDown size={13} aria-hidden />}
              </button>
            ) : (
              header
            )}
          </div>
        );
      })}
    </div>
  );
}
