import { shortDate } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import type { Units } from '@/lib/units';
import type { ExerciseHistory } from '@/lib/workouts/types';
import { addsUp, metricValue } from './metrics';

/**
 * What the chart of an exercise shows, in words. It has a point per day, so with several workouts on one day it says
 * how they became one value: the sum of volume and repetitions, the best of everything else.
 */
export function historySummary(
  { points, first, latest, best, best_on, metric, sessions }: ExerciseHistory,
  units: Units,
  today: string,
): string {
  if (first === null || latest === null || best === null) return 'Nothing to show yet.';
  const value = (figure: number) => metricValue(metric, figure, units);
  const sum = addsUp(metric);
  if (sessions < 2) return `${value(latest)} in the first workout with it.`;
  if (points.length < 2) {
    const when = best_on ? ` on ${shortDate(best_on, today)}` : '';
    const workouts = plural(sessions, 'workout');
    return sum
      ? `${value(latest)}${when}, ${workouts} together.`
      : `${value(latest)}${when}, the best of ${workouts}.`;
  }
  const shared = sessions > points.length;
  const over = shared ? ` on ${plural(points.length, 'day')}` : '';
  const when = best_on ? ` on ${shortDate(best_on, today)}` : '';
  const text = `From ${value(first)} to ${value(latest)} in ${plural(sessions, 'workout')}${over}. ${sum && shared ? 'Best day' : 'Best'}: ${value(best)}${when}.`;
  if (!shared) return text;
  return `${text} A day with several workouts counts ${sum ? 'their sum' : 'the best of them'}.`;
}
