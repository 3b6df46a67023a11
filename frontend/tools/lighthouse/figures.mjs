// What Stoke promises, out of a Lighthouse report. Pure, so that it can be tested.

/** @param {{categories: Record<string, {score: number | null}>, audits: Record<string, any>}} report */
export function line({ categories, audits }) {
  const score = (name) => Math.round(100 * (categories[name]?.score ?? 0));
  const value = (name) => audits[name]?.numericValue ?? 0;
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    best_practices: score('best-practices'),
    seo: score('seo'),
    first_paint_ms: Math.round(value('first-contentful-paint')),
    largest_paint_ms: Math.round(value('largest-contentful-paint')),
    interactive_ms: Math.round(value('interactive')),
    blocked_ms: Math.round(value('total-blocking-time')),
    image_ms: showsImage(audits) ? Math.round(value('largest-contentful-paint')) : null,
    shift: Number(value('cumulative-layout-shift').toFixed(3)),
    failed: failed(audits),
  };
}

/** Whether the largest thing painted is an image. */
function showsImage(audits) {
  const items = audits['lcp-breakdown-insight']?.details?.items ?? [];
  return items.some(
    ({ type, snippet = '' }) => type === 'node' && /^<(img|image|video)/.test(snippet),
  );
}

function failed(audits) {
  return Object.values(audits)
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0)
    .map(({ id }) => id)
    .sort();
}

/** The run in the middle by performance score, then by when it was interactive. */
export function middle(runs) {
  const sorted = [...runs].sort(
    (a, b) => a.performance - b.performance || b.interactive_ms - a.interactive_ms,
  );
  return sorted[Math.floor(sorted.length / 2)];
}
