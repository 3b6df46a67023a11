import { formatNumber } from '@/lib/numbers';
import { formatClock, loadFromKg, loadStep, loadToKg, loadUnit, type Units } from '@/lib/units';
import type { Figures } from '@/lib/workout-log/types';

export interface Measures {
  weight: boolean;
  reps: boolean;
  duration: boolean;
  distance: boolean;
}

/** Which figures a set of this measurement has; an unknown one is taken as weight and repetitions. */
export function measuresOf(measurement: string): Measures {
  const distance = measurement.includes('distance');
  const duration = measurement.includes('duration');
  return {
    weight: measurement.startsWith('weight') || measurement === 'assisted_reps',
    reps: measurement.includes('reps') || (!distance && !duration),
    duration,
    distance,
  };
}

/** One column of the set table and one field of the editor, in the person's units. */
export interface FigureField {
  key: 'weight_kg' | 'reps' | 'duration_s' | 'distance_m';
  /** Heads the column. */
  head: string;
  /** Labels the field of the editor. */
  label: string;
  /** Names the field in a sentence. */
  name: string;
  step: number;
  max: number;
  show: (figures: Figures) => string;
  read: (figures: Figures) => number | null;
  write: (value: number | null) => Partial<Figures>;
}

const number = (value: number | null, digits = 0) =>
  value === null ? '–' : formatNumber(value, digits);

/** The figures that an exercise is logged by, in the order in which they stand. */
export function figureFields(measurement: string, units: Units): FigureField[] {
  const has = measuresOf(measurement);
  const assisted = measurement === 'assisted_reps';
  const load: FigureField = {
    key: 'weight_kg',
    head: assisted ? `Help, ${loadUnit(units)}` : loadUnit(units),
    label: `${assisted ? 'Help' : 'Weight'}, ${loadUnit(units)}`,
    name: assisted ? 'assistance' : 'weight',
    step: loadStep(units),
    max: loadFromKg(1000, units),
    read: (f) => (f.weight_kg === null ? null : loadFromKg(f.weight_kg, units)),
    show: (f) => number(f.weight_kg === null ? null : loadFromKg(f.weight_kg, units), 2),
    write: (value) => ({ weight_kg: value === null ? null : loadToKg(value, units) }),
  };
  const reps: FigureField = {
    key: 'reps',
    head: 'Reps',
    label: 'Reps',
    name: 'repetitions',
    step: 1,
    max: 1000,
    read: (f) => f.reps,
    show: (f) => number(f.reps),
    write: (value) => ({ reps: value === null ? null : Math.round(value) }),
  };
  const distance: FigureField = {
    key: 'distance_m',
    head: 'Metres',
    label: 'Distance, m',
    name: 'distance',
    step: 50,
    max: 1_000_000,
    read: (f) => f.distance_m,
    show: (f) => number(f.distance_m, 1),
    write: (value) => ({ distance_m: value }),
  };
  const duration: FigureField = {
    key: 'duration_s',
    head: 'Time',
    label: 'Time, s',
    name: 'seconds',
    step: 5,
    max: 86_400,
    read: (f) => f.duration_s,
    show: (f) => (f.duration_s === null ? '–' : formatClock(f.duration_s)),
    write: (value) => ({ duration_s: value === null ? null : Math.round(value) }),
  };
  return [
    ...(has.weight ? [load] : []),
    ...(has.reps ? [reps] : []),
    ...(has.distance ? [distance] : []),
    ...(has.duration ? [duration] : []),
  ];
}
