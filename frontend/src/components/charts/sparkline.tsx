/** The shape of a series beside its figure; says nothing to a screen reader that the figure does not. */
export function Sparkline({ points }: { points: readonly number[] }) {
  const low = Math.min(...points);
  const span = Math.max(...points) - low || 1;
  const step = 84 / Math.max(1, points.length - 1);
  const path = points
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)},${(24 - ((value - low) / span) * 20).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg width="84" height="28" viewBox="0 0 84 28" aria-hidden="true" className="overflow-visible">
      <polyline
        points={path}
        fill="none"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
        className="stroke-accent"
      />
    </svg>
  );
}
