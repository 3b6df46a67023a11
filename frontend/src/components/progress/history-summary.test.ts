import { describe, expect, it } from 'vitest';
import { shortDate } from '@/lib/dates';
import type { ExerciseHistory } from '@/lib/workouts/types';
import { historySummary } from './history-summary';

const TODAY = '2026-11-20';
// As the person's own language writes them.
const on18 = shortDate('2026-11-18', TODAY);
const on20 = shortDate(TODAY, TODAY);

/** Points of `[date, value]` and in how many workouts they were reached. */
function told(metric: ExerciseHistory['metric'], sessions: number, days: [string, number][]) {
  const points = days.map(([date, value]) => ({ date, value }));
  const best = points.reduce((top, point) => (point.value > top.value ? point : top));
  const history: ExerciseHistory = {
    exercise_id: 'squat',
    exercise_name: 'Squat',
    metric,
    points,
    sessions,
    first: points[0]?.value ?? null,
    latest: points.at(-1)?.value ?? null,
    best: best.value,
    best_on: best.date,
  };
  return historySummary(history, 'metric', TODAY).replaceAll('\u00a0', ' ');
}

describe('the words beside an exercise’s chart', () => {
  it('speak of workouts where each had a day of its own', () => {
    expect(told('best_weight', 1, [['2026-11-18', 80]])).toBe(
      '80 kg in the first workout with it.',
    );
    expect(
      told('best_weight', 2, [
        ['2026-11-18', 80],
        ['2026-11-20', 85],
      ]),
    ).toBe(`From 80 kg to 85 kg in 2 workouts. Best: 85 kg on ${on20}.`);
  });

  it('claim no progress between two workouts of one day', () => {
    expect(told('best_weight', 2, [['2026-11-18', 80]])).toBe(
      `80 kg on ${on18}, the best of 2 workouts.`,
    );
    expect(told('volume', 2, [['2026-11-18', 1200]])).toBe(
      `1,200 kg on ${on18}, 2 workouts together.`,
    );
  });

  it('say what a day with several workouts counts', () => {
    const days: [string, number][] = [
      ['2026-11-18', 1200],
      ['2026-11-20', 900],
    ];
    expect(told('volume', 3, days)).toBe(
      `From 1,200 kg to 900 kg in 3 workouts on 2 days. Best day: 1,200 kg on ${on18}. A day with several workouts counts their sum.`,
    );
    expect(told('estimated_1rm', 3, days)).toContain(
      'A day with several workouts counts the best of them.',
    );
  });
});
