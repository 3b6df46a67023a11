import { addDays, startOfWeek } from '@/lib/dates';
import type { Adherence } from '@/lib/workouts/types';

export interface GridDay {
  date: string;
  state: Adherence['days'][number]['state'];
  /** False for days of the first and last week that lie outside the span. */
  inside: boolean;
}

/** Days in weeks from Monday, the first and last week filled up. */
export function gridWeeks(days: Adherence['days']): { monday: string; days: GridDay[] }[] {
  const states = new Map(days.map((day) => [day.date, day.state]));
  const first = days[0]?.date;
  const last = days.at(-1)?.date;
  if (!first || !last) return [];
  const weeks: { monday: string; days: GridDay[] }[] = [];
  for (let monday = startOfWeek(first); monday <= last; monday = addDays(monday, 7)) {
    const start = monday;
    const week = Array.from({ length: 7 }, (_, place): GridDay => {
      const date = addDays(start, place);
      return { date, state: states.get(date) ?? null, inside: states.has(date) };
    });
    weeks.push({ monday, days: week });
  }
  return weeks;
}
