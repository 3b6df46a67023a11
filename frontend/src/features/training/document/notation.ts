import { formatNumber, parseNumber } from '@/lib/numbers';
import {
  formatDistance,
  formatDuration,
  formatLoad,
  loadFromKg,
  loadToKg,
  type Units,
} from '@/lib/units';
import type { Load, LoadKind, Prescription, RepRange } from './types';

/** The outcome of reading what a person typed: a value (null for an emptied field) or what to type. */
export type Read<T> = { ok: true; value: T } | { ok: false; advice: string };

const value = <T>(read: T): Read<T> => ({ ok: true, value: read });
const advice = (text: string): Read<never> => ({ ok: false, advice: text });

/** `8`, `8-10`, `8–10`, `8 to 10`. */
export function readReps(text: string): Read<RepRange | null> {
  const clean = text.trim();
  if (clean === '') return value(null);
  const match = /^(\d{1,3})(?:\s*(?:-|–|—|to)\s*(\d{1,3}))?$/i.exec(clean);
  const ask = 'Write repetitions like 8 or 8-10.';
  if (!match) return advice(ask);
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : Number(match[2]);
  if (min < 1 || max > 100) return advice('Choose 1 to 100 repetitions.');
  if (min > max) return advice('Write the smaller number first, like 8-10.');
  return value({ min, max });
}

export function showReps(reps: RepRange | null): string {
  if (!reps) return '';
  return reps.min === reps.max ? String(reps.min) : `${reps.min}–${reps.max}`;
}

/** Seconds from `90`, `90 s`, `2:00`, `1:02:00`, `2 min`, `1.5 min`, `1 h`; a bare number is seconds. */
export function readSeconds(text: string): Read<number | null> {
  const clean = text.trim().toLowerCase();
  if (clean === '') return value(null);
  const clock = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(clean);
  if (clock) {
    const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map((part) => Number(part ?? 0));
    return value(hours * 3600 + minutes * 60 + seconds);
  }
  const worded = /^([\d.,]+)\s*(s|sec|″|"|m|min|′|'|h)?$/.exec(clean);
  const figure = worded?.[1] === undefined ? null : parseNumber(worded[1]);
  if (figure === null) return advice('Write a time like 2:00, 90 or 2 min.');
  const unit = worded?.[2] ?? 's';
  const factor = unit === 'h' ? 3600 : /^(m|min|′|')$/.test(unit) ? 60 : 1;
  return value(Math.round(figure * factor));
}

export function readRest(text: string): Read<number | null> {
  const read = readSeconds(text);
  if (read.ok && read.value !== null && read.value > 900)
    return advice('Choose a rest of at most 15:00.');
  return read;
}

export function readDuration(text: string): Read<number | null> {
  const read = readSeconds(text);
  if (read.ok && read.value !== null && (read.value < 1 || read.value > 86_400))
    return advice('Choose a time from 1 second to 24 hours.');
  return read;
}

/** A clock from a minute on (`2:00`), seconds below (`45`). */
export function showSeconds(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 60) return String(seconds);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Metres from `400`, `400 m`, `1,5 km`, `1 mi`; a bare number is metres. */
export function readDistance(text: string): Read<number | null> {
  const clean = text.trim().toLowerCase();
  if (clean === '') return value(null);
  const match = /^([\d.,]+)\s*(m|km|mi|yd|ft)?$/.exec(clean);
  const figure = match?.[1] === undefined ? null : parseNumber(match[1]);
  if (figure === null) return advice('Write a distance like 400 m or 1.5 km.');
  const factors = { m: 1, km: 1000, mi: 1609.344, yd: 0.9144, ft: 0.3048 };
  const metres = figure * factors[(match?.[2] ?? 'm') as keyof typeof factors];
  if (metres < 0.1 || metres > 1_000_000)
    return advice('Choose a distance from 0.1 m to 1,000 km.');
  return value(Math.round(metres * 1000) / 1000);
}

export function showDistance(metres: number | null): string {
  if (metres === null) return '';
  return metres >= 1000 && metres % 10 === 0 ? `${metres / 1000} km` : `${metres} m`;
}

/** `3-1-1-0`, `20X0` or `3 1 1`, written back with dashes; X is as fast as possible. */
export function readTempo(text: string): Read<string | null> {
  const clean = text.trim().toUpperCase();
  if (clean === '') return value(null);
  const parts = /^[\dX]{3,4}$/.test(clean) ? [...clean] : clean.split(/[-–\s/]+/);
  const fits =
    parts.length >= 3 && parts.length <= 4 && parts.every((p) => /^(\d{1,2}|X)$/.test(p));
  return fits ? value(parts.join('-')) : advice('Write the tempo like 3-1-1-0; X is fast.');
}

/** Whole numbers within bounds: sets and rounds. */
export function readCount(text: string, what: string): Read<number> {
  const count = parseNumber(text);
  if (count === null || !Number.isInteger(count) || count < 1 || count > 20)
    return advice(`Choose 1 to 20 ${what}.`);
  return value(count);
}

/** The load's figure in the person's units, read as the chosen kind. */
export function readLoad(text: string, kind: LoadKind, units: Units): Read<Load | null> {
  if (text.trim() === '') return value(null);
  const figure = parseNumber(
    text.replace(/\s*(kg|lbs?|%|rpe)\s*$/i, '').replace(/^\s*rpe\s*/i, ''),
  );
  if (kind === 'weight') {
    const kg = figure === null ? null : loadToKg(figure, units);
    if (kg === null || kg < 0 || kg > 1000)
      return advice(units === 'metric' ? 'Choose 0 to 1,000 kg.' : 'Choose 0 to 2,200 lb.');
    return value({ kind, kg });
  }
  const halves = figure !== null && Number.isInteger(figure * 2);
  if (kind === 'percent_1rm') {
    if (figure === null || !halves || figure < 1 || figure > 120)
      return advice('Choose 1 to 120 %, in halves.');
    return value({ kind, percent: figure });
  }
  if (figure === null || !halves || figure < 5 || figure > 10)
    return advice('Choose an RPE from 5 to 10, in halves.');
  return value({ kind, rpe: figure });
}

/** The load's figure alone, for its field. */
export function loadFigure(load: Load | null, units: Units): string {
  if (!load) return '';
  if (load.kind === 'weight') return String(loadFromKg(load.kg, units));
  return String(load.kind === 'rpe' ? load.rpe : load.percent);
}

/** `at 75 %`, `at RPE 8`, `at 60 kg`. */
export function loadText(load: Load, units: Units, locale?: string): string {
  if (load.kind === 'weight') return `at ${formatLoad(load.kg, units, locale)}`;
  if (load.kind === 'rpe') return `at RPE\u00a0${formatNumber(load.rpe, 1, locale)}`;
  return `at ${formatNumber(load.percent, 1, locale)}\u00a0%`;
}

function targetText(part: Prescription, units: Units, locale?: string): string {
  const targets = [
    part.reps && showReps(part.reps),
    part.distance_m !== null && formatDistance(part.distance_m, units, locale),
    part.duration_s !== null &&
      (part.duration_s < 60 ? formatDuration(part.duration_s) : showSeconds(part.duration_s)),
  ].filter(Boolean);
  return `${targets.join(' in ')}${part.per_side ? ' each side' : ''}`;
}

/** A prescription in a line: `4 × 8–10 at RPE 8, tempo 3-1-1, rest 2:00`. */
export function prescriptionText(
  part: Prescription,
  options: { units: Units; straight: boolean; locale?: string },
): string {
  const { units, straight, locale } = options;
  const target = targetText(part, units, locale);
  const head = straight ? `${part.sets} × ${target}` : target;
  const rest = part.rest_s === null ? null : `rest\u00a0${restText(part.rest_s)}`;
  return [
    part.load ? `${head} ${loadText(part.load, units, locale)}` : head,
    part.tempo && `tempo\u00a0${part.tempo.replaceAll('-', '\u2011')}`,
    rest,
  ]
    .filter(Boolean)
    .join(', ');
}

function restText(seconds: number): string {
  return seconds < 60 ? formatDuration(seconds) : showSeconds(seconds);
}

/** A block's kind in words: `Superset, 3 rounds, rest 1:30`. */
export function blockText(block: {
  kind: 'straight' | 'superset' | 'circuit';
  rounds: number | null;
  rest_s: number | null;
}): string {
  if (block.kind === 'straight') return 'Straight sets';
  const name = block.kind === 'superset' ? 'Superset' : 'Circuit';
  const rounds = block.rounds === 1 ? '1 round' : `${block.rounds} rounds`;
  return block.rest_s === null
    ? `${name}, ${rounds}`
    : `${name}, ${rounds}, rest ${restText(block.rest_s)}`;
}
