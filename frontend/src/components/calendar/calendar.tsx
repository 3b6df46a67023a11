import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { cx } from '@/lib/cx';
import { addDays, fullDate } from '@/lib/dates';
import {
  addMonths,
  calendarWeekdays,
  monthName,
  monthWeeks,
  startOfCalendarWeek,
} from '@/lib/months';
import { plural } from '@/lib/numbers';

export interface CalendarItem {
  id: string;
  /** `2026-11-20` */
  date: string;
  label: string;
  tone?: 'neutral' | 'accent' | 'good' | 'bad';
}

export interface CalendarProps {
  label: string;
  today: string;
  /** The chosen date; its month, or its week in the strip, is what is shown. */
  value: string;
  onValueChange: (date: string) => void;
  items?: readonly CalendarItem[];
  /** One week in a row instead of a month. */
  view?: 'month' | 'week';
  /** Draws a day's item in the wide month; else its label. */
  renderItem?: (item: CalendarItem) => ReactNode;
}

const dots = { neutral: 'bg-faint', accent: 'bg-accent', good: 'bg-good', bad: 'bg-bad' };
const edges = {
  neutral: 'border-line-strong',
  accent: 'border-accent',
  good: 'border-good',
  bad: 'border-bad',
};

function target(key: string, date: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return addDays(date, -7);
    case 'ArrowDown':
      return addDays(date, 7);
    case 'Home':
      return startOfCalendarWeek(date);
    case 'End':
      return addDays(startOfCalendarWeek(date), 6);
    case 'PageUp':
      return addMonths(date, -1);
    case 'PageDown':
      return addMonths(date, 1);
    default:
      return null;
  }
}

/** A month grid or a week strip with what lies on each day. Arrows move by day and week, Page keys by month. */
export function Calendar({
  label,
  today,
  value,
  onValueChange,
  items = [],
  view = 'month',
  renderItem = (item) => item.label,
}: CalendarProps) {
  const grid = useRef<HTMLTableElement>(null);
  const [moved, setMoved] = useState(false);
  const weeks =
    view === 'week'
      ? [Array.from({ length: 7 }, (_, day) => addDays(startOfCalendarWeek(value), day))]
      : monthWeeks(value);
  const turn = (by: 1 | -1) =>
    onValueChange(view === 'week' ? addDays(value, by * 7) : addMonths(value, by));

  // The focus follows the chosen day, but only where keys moved it.
  useEffect(() => {
    if (moved) grid.current?.querySelector<HTMLElement>(`[data-date="${value}"]`)?.focus();
    setMoved(false);
  }, [moved, value]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = target(event.key, value);
    if (!to) return;
    event.preventDefault();
    setMoved(true);
    onValueChange(to);
  };

  return (
    <div className="min-w-0">
      <div className="mb-2 flex items-center justify-between gap-2">
        <h3 aria-live="polite" className="font-semibold">
          {monthName(value)}
        </h3>
        <div className="flex items-center">
          <IconButton label={`Previous ${view}`} onClick={() => turn(-1)}>
            <ChevronLeft size={18} aria-hidden />
          </IconButton>
          <IconButton label={`Next ${view}`} onClick={() => turn(1)}>
            <ChevronRight size={18} aria-hidden />
          </IconButton>
        </div>
      </div>
      <table
        ref={grid}
        aria-label={label}
        className="w-full table-fixed border-separate border-spacing-0.5"
      >
        <thead>
          <tr>
            {calendarWeekdays().map((name) => (
              <th key={name} scope="col" className="py-1 text-xs font-medium text-faint">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <Day
                  key={date}
                  date={date}
                  chosen={date === value}
                  today={date === today}
                  outside={view === 'month' && date.slice(0, 7) !== value.slice(0, 7)}
                  tall={view === 'month'}
                  items={items.filter((item) => item.date === date)}
                  onChoose={() => onValueChange(date)}
                  onKeyDown={onKeyDown}
                  renderItem={renderItem}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DayProps {
  date: string;
  chosen: boolean;
  today: boolean;
  outside: boolean;
  tall: boolean;
  items: readonly CalendarItem[];
  onChoose: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  renderItem: (item: CalendarItem) => ReactNode;
}

function Day({
  date,
  chosen,
  today,
  outside,
  tall,
  items,
  onChoose,
  onKeyDown,
  renderItem,
}: DayProps) {
  const what = items.length
    ? `, ${plural(items.length, 'item')}: ${items.map((i) => i.label).join(', ')}`
    : '';
  return (
    <td className="p-0 align-top">
      <button
        type="button"
        data-date={date}
        tabIndex={chosen ? 0 : -1}
        aria-current={today ? 'date' : undefined}
        aria-pressed={chosen}
        onClick={onChoose}
        onKeyDown={onKeyDown}
        className={cx(
          'flex w-full flex-col items-center gap-1 rounded-control border border-transparent p-1 hover:bg-fill',
          tall ? 'min-h-12 md:min-h-24 md:items-stretch md:border-line md:p-1.5' : 'min-h-14',
          chosen && 'border-accent! bg-accent-wash',
        )}
      >
        <span className="sr-only">{`${fullDate(date)}${what}`}</span>
        <span
          aria-hidden="true"
          className={cx(
            'grid size-7 place-items-center rounded-full text-sm tabular-nums',
            outside && 'text-faint',
            today && 'bg-accent font-semibold text-on-accent',
          )}
        >
          {Number(date.slice(8))}
        </span>
        <span aria-hidden="true" className={cx('flex gap-1', tall && 'md:hidden')}>
          {items.slice(0, 3).map((item) => (
            <span
              key={item.id}
              className={cx('size-1.5 rounded-full', dots[item.tone ?? 'neutral'])}
            />
          ))}
        </span>
        {tall && (
          <span aria-hidden="true" className="hidden min-w-0 flex-col gap-0.5 text-left md:flex">
            {items.slice(0, 2).map((item) => (
              <span
                key={item.id}
                className={cx(
                  'truncate rounded border-l-2 bg-fill px-1.5 py-px text-xs',
                  outside && 'text-soft',
                  edges[item.tone ?? 'neutral'],
                )}
              >
                {renderItem(item)}
              </span>
            ))}
            {items.length > 2 && (
              <span className="px-1.5 text-xs text-faint">{items.length - 2} more</span>
            )}
          </span>
        )}
      </button>
    </td>
  );
}
