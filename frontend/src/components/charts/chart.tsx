import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/numbers';
import { ChartTable } from './chart-table';
import { linear, ticks } from './scale';
import { useWidth } from './use-width';

export interface ChartPoint {
  /** A place on the axis: days, weeks or an index; equal distances are drawn equal. */
  x: number;
  y: number;
  /** What the point is called: "20 Nov". */
  label: string;
  /** Marks a record. */
  marked?: boolean;
}

export interface ChartProps {
  /** Names the chart: "Estimated 1RM, deadlift". */
  title: string;
  /** What it shows, in a sentence: "From 120 kg in June to 132 kg today." */
  summary: string;
  points: readonly ChartPoint[];
  kind?: 'line' | 'bar';
  /** A value with its unit: "132 kg". */
  format: (value: number) => string;
  height?: number;
}

const PAD = { top: 12, right: 12, bottom: 26, left: 52 };
/** More dots than this run into each other; the line alone is clearer. */
const MOST_DOTS = 60;

/** One series over time. Arrow keys walk along the points; the same numbers stand in a table. */
export function Chart({ title, summary, points, kind = 'line', format, height = 220 }: ChartProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [active, setActive] = useState<number | null>(null);
  const [table, setTable] = useState(false);

  const drawing = useMemo(() => {
    const ys = points.map((point) => point.y);
    const marks = ticks(kind === 'bar' ? Math.min(0, ...ys) : Math.min(...ys), Math.max(...ys));
    const bottom = height - PAD.bottom;
    const y = linear([marks[0] ?? 0, marks.at(-1) ?? 1], [bottom, PAD.top]);
    const slot = (width - PAD.left - PAD.right) / Math.max(1, points.length);
    const inset = kind === 'bar' ? slot / 2 : 6;
    const x = linear(
      [points[0]?.x ?? 0, points.at(-1)?.x ?? 1],
      [PAD.left + inset, width - PAD.right - inset],
    );
    const placed = points.map((point) => ({ ...point, px: x(point.x), py: y(point.y) }));
    return { marks, y, placed, bottom, bar: Math.max(2, Math.min(28, slot * 0.6)) };
  }, [points, kind, height, width]);

  const current = active === null ? undefined : drawing.placed[active];
  const nearest = (event: PointerEvent<SVGSVGElement>) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    let best = 0;
    drawing.placed.forEach((point, index) => {
      const known = drawing.placed[best];
      if (known && Math.abs(point.px - at) < Math.abs(known.px - at)) best = index;
    });
    setActive(points.length ? best : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = active ?? -1;
    const last = points.length - 1;
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setActive(Math.max(0, Math.min(last, to)));
  };
  const labels = labelPlaces(points.length, width);

  return (
    <figure className="min-w-0">
      <div className="mb-1 flex items-start justify-between gap-3">
        <figcaption id={`${id}-summary`} className="text-soft">
          {summary}
        </figcaption>
        <Button variant="quiet" size="sm" aria-expanded={table} onClick={() => setTable(!table)}>
          {table ? 'Show chart' : 'Show table'}
        </Button>
      </div>
      {table ? (
        <ChartTable title={title} points={points} format={format} />
      ) : (
        <div ref={box} className="relative">
          <svg
            role="img"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk along the points
            tabIndex={0}
            aria-label={title}
            aria-describedby={`${id}-summary`}
            width={width}
            height={height}
            onPointerMove={nearest}
            onPointerDown={nearest}
            onPointerLeave={() => setActive(null)}
            onBlur={() => setActive(null)}
            onKeyDown={onKeyDown}
            className="block touch-pan-y rounded-lg"
          >
            {drawing.marks.map((mark) => (
              <g key={mark}>
                <line
                  x1={PAD.left}
                  x2={width - PAD.right}
                  y1={drawing.y(mark)}
                  y2={drawing.y(mark)}
                  className="stroke-line"
                />
                <text
                  x={PAD.left - 8}
                  y={drawing.y(mark) + 4}
                  textAnchor="end"
                  className="fill-faint text-xs tabular-nums"
                >
                  {formatNumber(mark, 3)}
                </text>
              </g>
            ))}
            {kind === 'line' && (
              <path
                d={drawing.placed
                  .map(
                    (point, index) =>
                      `${index ? 'L' : 'M'}${point.px.toFixed(1)} ${point.py.toFixed(1)}`,
                  )
                  .join('')}
                fill="none"
                strokeWidth="2"
                strokeLinejoin="round"
                className="stroke-accent"
              />
            )}
            {drawing.placed.map((point, index) =>
              kind === 'bar' ? (
                <rect
                  key={point.x}
                  x={point.px - drawing.bar / 2}
                  y={Math.min(point.py, drawing.y(0))}
                  width={drawing.bar}
                  height={Math.max(1, Math.abs(drawing.y(0) - point.py))}
                  rx="3"
                  className={cx(index === active ? 'fill-accent-hover' : 'fill-accent')}
                />
              ) : (
                (points.length <= MOST_DOTS || point.marked || index === active) && (
                  <circle
                    key={point.x}
                    cx={point.px}
                    cy={point.py}
                    r={index === active ? 5 : point.marked ? 4.5 : 3}
                    strokeWidth="2"
                    className={cx('stroke-accent', point.marked ? 'fill-accent' : 'fill-surface')}
                  />
                )
              ),
            )}
            {drawing.placed.map(
              (point, index) =>
                labels.has(index) && (
                  <text
                    key={point.x}
                    x={point.px}
                    y={height - 6}
                    textAnchor={
                      index === 0 ? 'start' : index === points.length - 1 ? 'end' : 'middle'
                    }
                    className="fill-faint text-xs"
                  >
                    {point.label}
                  </text>
                ),
            )}
          </svg>
          {current && (
            <p
              aria-hidden="true"
              className="pointer-events-none absolute top-0 rounded-lg bg-text px-2.5 py-1.5 text-sm whitespace-nowrap text-bg tabular-nums"
              style={{
                transform: `translate(clamp(0px, calc(${current.px}px - 50%), calc(${width}px - 100%)), ${Math.max(0, current.py - 44)}px)`,
              }}
            >
              <b className="font-semibold">{format(current.y)}</b> {current.label}
            </p>
          )}
          <p role="status" className="sr-only">
            {current &&
              `${current.label}: ${format(current.y)}${current.marked ? ', a record' : ''}`}
          </p>
        </div>
      )}
    </figure>
  );
}

/** Which points get a label below: every so many, counted back from the last, so that labels do not touch. */
function labelPlaces(count: number, width: number): Set<number> {
  const room = Math.max(2, Math.floor((width - PAD.left) / 72));
  const every = Math.max(1, Math.ceil(count / room));
  const places = new Set<number>();
  for (let at = count - 1; at >= 0; at -= every) places.add(at);
  return places;
}
