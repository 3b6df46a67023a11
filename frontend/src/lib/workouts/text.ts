import { formatNumber, plural } from '@/lib/numbers';
import {
  formatClock,
  formatDistance,
  formatDuration,
  formatLoad,
  formatLoadFigure,
  formatVolume,
  type Units,
} from '@/lib/units';
import type { Block, PastSet, Prescription, RecordKind } from './types';

function range({ min, max }: { min: number; max: number }): string {
  return min === max ? String(min) : `${min}–${max}`;
}

function target(p: Prescription, units: Units): string {
  if (p.reps) return range(p.reps);
  if (p.duration_s) return formatDuration(p.duration_s);
  return p.distance_m ? formatDistance(p.distance_m, units) : '';
}

function load(p: Prescription, units: Units): string {
  if (!p.load) return '';
  if (p.load.kind === 'weight') return ` at ${formatLoad(p.load.kg, units)}`;
  if (p.load.kind === 'percent_1rm') return ` at ${formatNumber(p.load.percent)}% of 1RM`;
  return ` at RPE ${formatNumber(p.load.rpe)}`;
}

/** A prescription in a line: `4 × 8–10 at RPE 8, tempo 3-1-1, rest 2:00`. */
export function prescriptionText(p: Prescription, units: Units): string {
  const side = p.per_side ? ' each side' : '';
  const parts = [`${p.sets} × ${target(p, units)}${side}${load(p, units)}`];
  if (p.tempo) parts.push(`tempo ${p.tempo}`);
  if (p.rest_s) parts.push(`rest ${formatClock(p.rest_s)}`);
  return parts.join(', ');
}

/** What heads a block: `Superset, 3 rounds`; nothing for straight sets. */
export function blockText(block: Block): string | null {
  if (block.kind === 'straight') return null;
  const name = block.kind === 'superset' ? 'Superset' : 'Circuit';
  return `${name}, ${plural(block.rounds ?? 1, 'round')}`;
}

/** A set in short, without its unit: `80 × 10`, `45 s`, `400 m`. */
export function setText(
  set: Pick<PastSet, 'reps' | 'weight_kg' | 'duration_s' | 'distance_m'>,
  units: Units,
): string {
  const parts: string[] = [];
  if (set.weight_kg !== null) parts.push(formatLoadFigure(set.weight_kg, units));
  if (set.reps !== null) parts.push(formatNumber(set.reps, 0));
  if (set.distance_m !== null) parts.push(formatDistance(set.distance_m, units));
  if (set.duration_s !== null) parts.push(formatClock(set.duration_s));
  return parts.join(' × ') || '–';
}

export const recordNames: Record<RecordKind, string> = {
  estimated_1rm: 'Estimated 1RM',
  reps_at_weight: 'Most reps',
  session_volume: 'Volume in a workout',
  duration: 'Longest time',
  distance: 'Longest distance',
};

/** A record's value with its unit. */
export function recordValue(kind: RecordKind, value: number, units: Units): string {
  if (kind === 'reps_at_weight') return plural(value, 'rep');
  if (kind === 'duration') return formatClock(value);
  if (kind === 'distance') return formatDistance(value, units);
  if (kind === 'session_volume') return formatVolume(value, units);
  return formatLoad(value, units);
}
