import { Checkbox } from '@/components/ui/choice';
import { cx } from '@/lib/cx';
import { isOnRow, type RowViewProps } from './row-props';

/** A row where there is no room for columns: the primary column on top, the others below it as a run of facts. */
export function CardRow<Row>(props: RowViewProps<Row>) {
  const { row, index, columns, selected, onOpen } = props;
  const primary = columns.find((column) => column.primary) ?? columns[0];
  const menu = columns.find((column) => column.menu);
  return (
    <div
      ref={props.measure}
      role="row"
      data-row={index}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={props.focusable ? 0 : -1}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
      onClick={(event) => isOnRow(event) && onOpen?.()}
      className={cx(
        'absolute inset-x-0 top-0 flex items-start gap-3 border-b border-line px-4 py-3 -outline-offset-2 active:bg-fill',
        selected && 'bg-accent-wash',
      )}
      style={{ transform: `translateY(${props.offset}px)` }}
    >
      {selected !== undefined && (
        <div role="gridcell">
          <Checkbox
            label={`Select ${props.name}`}
            hideLabel
            checked={selected}
            onCheckedChange={props.onToggle}
          />
        </div>
      )}
      <div role="presentation" className="min-w-0 flex-1">
        <div role="gridcell" className="font-medium">
          {primary?.cell(row)}
        </div>
        <div
          role="presentation"
          className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft"
        >
          {columns
            .filter((column) => column !== primary && column !== menu)
            .map((column) => (
              <div
                key={column.id}
                role="gridcell"
                className="flex min-w-0 items-center gap-1.5 wrap-anywhere"
              >
                <span className="shrink-0 text-faint">{column.header}</span>
                {column.cell(row)}
              </div>
            ))}
        </div>
      </div>
      {menu && (
        <div role="gridcell" className="-my-1.5 -mr-2">
          {menu.cell(row)}
        </div>
      )}
    </div>
  );
}
