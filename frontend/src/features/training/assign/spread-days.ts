/** ISO weekdays for so many workouts a week, with rest between them where there is room. */
export function spreadDays(perWeek: number): number[] {
  const usual: Record<number, number[]> = {
    1: [1],
    2: [1, 4],
    3: [1, 3, 5],
    4: [1, 2, 4, 5],
    5: [1, 2, 3, 5, 6],
    6: [1, 2, 3, 4, 5, 6],
    7: [1, 2, 3, 4, 5, 6, 7],
  };
  return usual[Math.min(7, Math.max(1, perWeek))] ?? [1, 3, 5];
}
