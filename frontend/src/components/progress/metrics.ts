import { formatNumber, plural } from '@/lib/numbers';
import {
  formatClock,
  formatDistance,
  loadFromKg,
  loadUnit,
  shownLoad,
  type Units,
} from '@/lib/units';
import type { Metric } from '@/lib/workouts/types';

const names: Record<Metric, string> = {
  estimated_1rm: 'Estimated 1RM',
  volume: 'Volume',
  best_weight: 'Best set',
  reps: 'Reps',
  duration: 'Time',
  distance: 'Distance',
};

export function metricName(metric: Metric): string {
  return names[metric];
}

/** What is worth a chart for an exercise of this measurement, the most telling first. */
export function metricsOf(measurement: string): { value: Metric; label: string }[] {
  const metrics: Record<string, Metric[]> = {
    weight_reps: ['estimated_1rm', 'volume', 'best_weight'],
    weight_duration: ['duration', 'best_weight'],
    weight_distance: ['distance', 'best_weight'],
    distance_duration: ['distance', 'duration'],
    duration: ['duration'],
  };
  return (metrics[measurement] ?? ['reps']).map((value) => ({ value, label: names[value] }));
}

/** Whether several workouts on one day are added up; of the other metrics a day has its best. */
export function addsUp(metric: Metric): boolean {
  return metric === 'volume' || metric === 'reps';
}

const isLoad = (metric: Metric) => metric === 'estimated_1rm' || metric === 'best_weight';

/** SI to the figure on the axis: loads in the person's unit, the rest as it is. */
export function toFigure(metric: Metric, value: number, units: Units): number {
  if (metric === 'volume') return loadFromKg(value, units);
  return isLoad(metric) ? shownLoad(value, units) : value;
}

/** A figure of the axis with its unit. */
export function figureText(metric: Metric, figure: number, units: Units): string {
  if (metric === 'reps') return plural(figure, 'rep');
  if (metric === 'duration') return formatClock(figure);
  if (metric === 'distance') return formatDistance(figure, units);
  return `${formatNumber(figure, metric === 'volume' ? 0 : 1)}\u00a0${loadUnit(units)}`;
}

/** An SI value in the person's unit. */
export function metricValue(metric: Metric, value: number, units: Units): string {
  return figureText(metric, toFigure(metric, value, units), units);
}
