/** Round values that cover a range: 0, 20, 40 … Steps are 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, about = 4): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** A linear map from data to pixels. */
export function linear(
  [fromLow, fromHigh]: readonly [number, number],
  [toLow, toHigh]: readonly [number, number],
): (value: number) => number {
  const span = fromHigh - fromLow || 1;
  return (value) => toLow + ((value - fromLow) / span) * (toHigh - toLow);
}
