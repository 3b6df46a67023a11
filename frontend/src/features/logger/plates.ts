import { roundTo } from '@/lib/numbers';
import type { Units } from '@/lib/units';

export const plateSizes: Record<Units, readonly number[]> = {
  metric: [25, 20, 15, 10, 5, 2.5, 1.25],
  imperial: [45, 35, 25, 10, 5, 2.5],
};
export const barSizes: Record<Units, readonly number[]> = {
  metric: [20, 15, 10, 0],
  imperial: [45, 35, 15, 0],
};

export interface Loading {
  /** Of one side, from the inside out. */
  plates: number[];
  /** What that makes, and how much is missing to the target. */
  total: number;
  missing: number;
}

/** Plates for each side of a bar, the largest first. All figures are in the person's own unit. */
export function loadBar(target: number, bar: number, units: Units): Loading {
  let side = Math.max(0, target - bar) / 2;
  const plates: number[] = [];
  for (const size of plateSizes[units]) {
    while (side + 1e-9 >= size) {
      plates.push(size);
      side = roundTo(side - size, 4);
    }
  }
  const total = roundTo(bar + 2 * plates.reduce((sum, size) => sum + size, 0), 3);
  return { plates, total, missing: roundTo(Math.max(0, target - total), 3) };
}
