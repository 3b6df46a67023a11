import { formatNumber, roundTo } from './numbers';

/** Data is always SI (kg, m, s); these turn it into the person's units at the edge, and back. */
export type Units = 'metric' | 'imperial';

// Exact by definition (international yard and pound agreement, 1959).
const KG_PER_LB = 0.45359237;
const M_PER_INCH = 0.0254;
const M_PER_MILE = 1609.344;

export function loadUnit(units: Units): 'kg' | 'lb' {
  return units === 'metric' ? 'kg' : 'lb';
}

/** Kilograms to the figure of a field that can be changed: kg as they are, lb to one decimal. */
export function loadFromKg(kg: number, units: Units): number {
  return units === 'metric' ? roundTo(kg, 2) : roundTo(kg / KG_PER_LB, 1);
}

/** The figure on screen to kilograms, to the gram as the database keeps them. */
export function loadToKg(figure: number, units: Units): number {
  return roundTo(units === 'metric' ? figure : figure * KG_PER_LB, 3);
}

/** The smallest step of common plates: 2.5 kg, 5 lb. */
export function loadStep(units: Units): number {
  return units === 'metric' ? 2.5 : 5;
}

/** Kilograms to the figure to read: kg to one decimal, lb to the half pound that plates can make. */
export function shownLoad(kg: number, units: Units): number {
  return units === 'metric' ? roundTo(kg, 1) : roundTo((kg / KG_PER_LB) * 2, 0) / 2;
}

/** The figure without its unit, where the unit stands once for many. */
export function formatLoadFigure(kg: number, units: Units, locale?: string): string {
  return formatNumber(shownLoad(kg, units), 1, locale);
}

/** `82.5 kg`, with a space that does not break. */
export function formatLoad(kg: number, units: Units, locale?: string): string {
  return `${formatLoadFigure(kg, units, locale)}\u00a0${loadUnit(units)}`;
}

/** Volume is a sum of loads; decimals say nothing there: `6,240 kg`. */
export function formatVolume(kg: number, units: Units, locale?: string): string {
  return `${formatNumber(loadFromKg(kg, units), 0, locale)}\u00a0${loadUnit(units)}`;
}

export function lengthUnit(units: Units): 'cm' | 'in' {
  return units === 'metric' ? 'cm' : 'in';
}

/** Metres to centimetres or inches, to one decimal. */
export function lengthFromM(metres: number, units: Units): number {
  return roundTo(units === 'metric' ? metres * 100 : metres / M_PER_INCH, 1);
}

export function lengthToM(figure: number, units: Units): number {
  return roundTo(units === 'metric' ? figure / 100 : figure * M_PER_INCH, 4);
}

/** `400 m`, `5.2 km`, `3.2 mi`. */
export function formatDistance(metres: number, units: Units, locale?: string): string {
  if (units === 'imperial') return `${formatNumber(metres / M_PER_MILE, 2, locale)}\u00a0mi`;
  if (metres < 1000) return `${formatNumber(metres, 0, locale)}\u00a0m`;
  return `${formatNumber(metres / 1000, 2, locale)}\u00a0km`;
}

/** Seconds as a clock: `1:14`, `1:02:05`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const rest = String(whole % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds in words: `45 s`, `54 min`, `1 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}\u00a0h${rest ? ` ${rest}\u00a0min` : ''}`;
}
