import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { addDays, shortDate } from '@/lib/dates';
import { formatPercent } from '@/lib/numbers';

/** 0 to 1: how much of the day's plan was done; null where nothing was planned. */
export type HeatDay = number | null;

export interface HeatRow {
  id: string;
  name: string;
  /** In place of the plain name, for a link. */
  label?: ReactNode;
  days: readonly HeatDay[];
  /** 0 to 1, or null when there was nothing to do. */
  share: number | null;
}

function shade(day: HeatDay): string {
  if (day === null) return 'bg-fill';
  if (day <= 0) return 'bg-bad opacity-60';
  if (day < 1) return 'bg-accent opacity-50';
  return 'bg-accent';
}

function sentence({ name, days, share }: HeatRow): string {
  const planned = days.filter((day) => day !== null);
  const done = planned.filter((day) => day >= 1).length;
  if (share === null) return `${name}: nothing planned`;
  return `${name}: ${done} of ${planned.length} planned days done, ${formatPercent(share)}`;
}

/** Who trained on which day, a row per person; the last column is today. */
export function HeatGrid({ rows, today }: { rows: readonly HeatRow[]; today: string }) {
  return (
    <table className="w-full border-separate border-spacing-[2px] tabular-nums">
      <caption className="sr-only">Planned training done, by person and day</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th
              scope="row"
              className="h-6 w-24 max-w-24 truncate pr-2 text-left text-xs font-normal text-soft"
            >
              {row.label ?? row.name}
            </th>
            <td className="p-0">
              <div role="img" aria-label={sentence(row)} className="flex gap-[3px]">
                {row.days.map((day, index) => {
                  const date = addDays(today, index + 1 - row.days.length);
                  return (
                    <span
                      key={date}
                      title={shortDate(date, today)}
                      className={cx(
                        'aspect-square min-w-0 flex-1 rounded-[3px]',
                        // A phone has room for two weeks at a size that can be told apart.
                        index < row.days.length - 14 && 'max-sm:hidden',
                        shade(day),
                      )}
                    />
                  );
                })}
              </div>
            </td>
            <td className="w-10 pl-2 text-right text-xs font-medium text-faint">
              {row.share === null ? '–' : formatPercent(row.share)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
