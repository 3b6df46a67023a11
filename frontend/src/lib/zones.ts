import { dayOf } from './dates';

/** The first moment of a calendar date in a named zone. Where that night skips midnight, the moment after. */
export function startOfDay(date: string, timeZone: string): Date {
  const wanted = dayOf(date).getTime();
  let at = wanted;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  for (let round = 0; round < 2; round += 1) at = wanted - offset(new Date(at), timeZone);
  return new Date(at);
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offset(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '00';
  const clock = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
  return new Date(clock).getTime() - Math.floor(at.getTime() / 1000) * 1000;
}
