import { readerLocale } from './reader';

/** Rounds half away from zero to `digits` decimals, without the dust of binary fractions. */
export function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor + 1e-9)) / factor;
}

/** Reads what people type: `82,5` and `82.5`, spaces around. Null for anything that is not one number. */
export function parseNumber(text: string): number | null {
  const clean = text.trim().replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(clean) ? Number(clean) : null;
}

/** A true minus instead of the hyphen that most locales put. */
function minus(text: string): string {
  return text.replace('-', '−');
}

/** A figure in the reader's locale; at most `digits` decimals and none that are zero. */
export function formatNumber(value: number, digits = 1, locale = readerLocale()): string {
  return minus(
    new Intl.NumberFormat(locale, {
      maximumFractionDigits: digits,
      // What rounds to nothing is 0, never −0.
      signDisplay: 'negative',
    }).format(value),
  );
}

/** `0.86` → `86%`. */
export function formatPercent(share: number, locale = readerLocale()): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  );
}

/** With a sign that is always there: `+2.5`, `−1`, and `0` for none. */
export function formatSigned(value: number, digits = 1, locale = readerLocale()): string {
  return minus(
    new Intl.NumberFormat(locale, {
      maximumFractionDigits: digits,
      signDisplay: 'exceptZero',
    }).format(value),
  );
}

/** `1 client`, `3 clients`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count, 0)} ${count === 1 ? one : many}`;
}
