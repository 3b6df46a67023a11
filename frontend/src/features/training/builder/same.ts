import type { TemplateContent } from './content';

/** One text for contents that say the same: keys in order, texts without surrounding spaces, as the API keeps them. */
function canonical(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() || null;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
}

/** Whether two contents are the same to the API. */
export function sameContent(a: TemplateContent, b: TemplateContent): boolean {
  return a === b || JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}
