import { formatNumber, formatSigned, roundTo } from '@/lib/numbers';
import { formatLoad, loadFromKg, loadUnit, type Units } from '@/lib/units';
import type { KeptExercise } from '@/lib/workout-log/types';

export interface Why {
  /** Against last time's heaviest set: `+2.5 kg`; null without one or without a change. */
  delta: string | null;
  text: string;
}

/** Where today's weight comes from, in a sentence; null when it is simply last time's. */
export function whyThisLoad({ plan }: KeptExercise, units: Units): Why | null {
  const { suggested, prescription, last_time } = plan;
  if (!suggested || suggested.basis === 'last_time') return null;
  const heaviest = Math.max(
    0,
    ...(last_time?.sets ?? []).filter((s) => s.kind === 'working').map((s) => s.weight_kg ?? 0),
  );
  const change = roundTo(loadFromKg(suggested.weight_kg, units) - loadFromKg(heaviest, units), 2);
  const delta = heaviest && change ? `${formatSigned(change, 2)}\u00a0${loadUnit(units)}` : null;
  const load = formatLoad(suggested.weight_kg, units);
  if (suggested.basis === 'percent_1rm' && prescription?.load?.kind === 'percent_1rm') {
    const share = `${formatNumber(prescription.load.percent)}%`;
    const of = suggested.estimated_1rm_kg
      ? ` of ${formatLoad(Math.round(suggested.estimated_1rm_kg * 2) / 2, units)}`
      : '';
    return { delta, text: `${load} is ${share}${of}, your estimated best single.` };
  }
  return delta ? { delta, text: `${load} is planned for today.` } : null;
}
