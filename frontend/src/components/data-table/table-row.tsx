import { Checkbox } from '@/components/ui/choice';
import { cx } from '@/lib/cx';
import { isOnRow, type RowViewProps } from './row-props';

export function TableRow<Row>(props: RowViewProps<Row>) {
  const { row, index, columns, selected, onOpen } = props;
  return (
    <div
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={props.focusable ? 0 : -1}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
      onClick={(event) => isOnRow(event) && onOpen?.()}
      className={cx(
        'absolute inset-x-0 top-0 grid h-[52px] items-center gap-3 border-t border-line px-4 -outline-offset-2 hover:bg-fill',
        onOpen && 'cursor-pointer',
        selected && 'bg-accent-wash',
        props.open && 'bg-fill shadow-[inset_3px_0_0_var(--accent)]',
      )}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.offset}px)` }}
    >
      {selected !== undefined && (
        <div role="gridcell">
          <Checkbox
            label={`Select ${props.name}`}
            hideLabel
            checked={selected}
            onCheckedChange={props.onToggle}
            className="touch:min-h-0! touch:py-0!"
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx('min-w-0 truncate', column.align === 'end' && 'text-right tabular-nums')}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}
