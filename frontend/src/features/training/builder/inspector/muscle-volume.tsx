import { useId } from 'react';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/numbers';
import { setsPerMuscle } from '../../document/figures';
import { type NumberedWeek, weekLabel } from '../../document/walk';
import { wordOf } from '../../labels';
import { useBook } from '../builder-context';

// Schoenfeld, Ogborn and Krieger (2017) found more growth from 10 weekly sets on; Baz-Valle et al. (2022)
// put the best range of trained people at 12 to 20.
const ENOUGH = 10;
const PLENTY = 20;
/** The right end of the scale. */
const SCALE = 26;

/** How many sets of the week train each muscle, against the range in which most people grow. */
export function MuscleVolume({ entry }: { entry: NumberedWeek }) {
  const book = useBook();
  const titleId = useId();
  const rows = setsPerMuscle(entry.week, book.musclesOf);
  return (
    <section aria-labelledby={titleId} className="tabular-nums">
      <h2 id={titleId} className="font-semibold">
        Sets per muscle, {weekLabel(entry).toLowerCase()}
      </h2>
      {rows.length === 0 ? (
        <p className="mt-1 text-soft">Add exercises to see what the week trains.</p>
      ) : (
        <>
          <p className="mt-0.5 mb-2 text-xs text-faint">
            Framed: {ENOUGH}–{PLENTY} sets a week, where most people grow. Helping muscles count
            half.
          </p>
          <ul className="flex flex-col gap-1">
            {rows.map(({ muscle, sets }) => (
              <li
                key={muscle}
                className="grid grid-cols-[92px_1fr_34px] items-center gap-2.5 text-sm"
              >
                <span className="truncate">{wordOf(muscle)}</span>
                <span aria-hidden="true" className="relative h-1.5 rounded-full bg-fill">
                  <span
                    className={cx(
                      'absolute inset-y-0 left-0 rounded-full',
                      sets > PLENTY ? 'bg-warn' : 'bg-accent',
                    )}
                    style={{ width: `${Math.min(1, sets / SCALE) * 100}%` }}
                  />
                  <span
                    className="absolute -inset-y-[3px] rounded-[3px] border border-line-strong"
                    style={{
                      left: `${(ENOUGH / SCALE) * 100}%`,
                      width: `${((PLENTY - ENOUGH) / SCALE) * 100}%`,
                    }}
                  />
                </span>
                <span className={cx('text-right', sets > PLENTY ? 'text-warn' : 'text-soft')}>
                  {formatNumber(sets)}
                  {sets > PLENTY && <span className="sr-only">, more than {PLENTY}</span>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
