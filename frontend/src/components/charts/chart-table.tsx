import type { ChartPoint } from './chart';

/** A chart's numbers for those who do not see it, or want them exactly. */
export function ChartTable({
  title,
  points,
  format,
}: {
  title: string;
  points: readonly ChartPoint[];
  format: (value: number) => string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={`${title}, table`} className="max-h-72 overflow-y-auto">
      <table className="w-full tabular-nums">
        <caption className="sr-only">{title}</caption>
        <thead className="sticky top-0 bg-surface text-left text-xs text-faint">
          <tr>
            <th scope="col" className="py-1.5 font-medium">
              When
            </th>
            <th scope="col" className="py-1.5 text-right font-medium">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.x} className="border-t border-line">
              <th scope="row" className="py-1.5 text-left font-normal">
                {point.label}
                {point.marked && <span className="ml-2 text-accent-ink">record</span>}
              </th>
              <td className="py-1.5 text-right">{format(point.y)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
