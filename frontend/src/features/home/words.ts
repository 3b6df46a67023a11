import type { AttentionItem, FeedItem, FeedRecord, Home } from '@/api/generated';
import { dateInWords, longDate, weekdayNames } from '@/lib/dates';
import { formatNumber, formatPercent, plural } from '@/lib/numbers';
import { formatDistance, formatDuration, formatLoad, formatVolume, type Units } from '@/lib/units';

/** "Good morning, Nora" by the hour where the person is. */
export function greeting(name: string, hour: number): string {
  const first = name.trim().split(/\s+/)[0] ?? '';
  const part =
    hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
  return `Good ${part}${first && `, ${first}`}`;
}

/** The hour (0 to 23) of a moment in a zone. */
export function hourIn(timeZone: string, at = new Date()): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(at),
  );
}

/** "Friday 20 November 2026. 6 workouts today, 4 people need you." */
export function summary(home: Home): string {
  const left = home.today.filter((item) => item.state === 'planned').length;
  const training = home.today.filter((item) => item.state === 'training').length;
  const parts = [
    home.today.length === 0
      ? 'nobody has a workout today'
      : left === 0 && training === 0
        ? "all of today's workouts are settled"
        : `${plural(home.today.length, 'workout')} today, ${left === 0 ? 'none' : left} still to come`,
    home.attention_count === 0
      ? 'nobody needs you'
      : `${plural(home.attention_count, 'person', 'people')} ${home.attention_count === 1 ? 'needs' : 'need'} you`,
  ];
  const sentence = parts.join('; ');
  return `${longDate(home.today_on, home.today_on)}. ${sentence.charAt(0).toLocaleUpperCase()}${sentence.slice(1)}.`;
}

export interface Reason {
  chip: string;
  tone: 'bad' | 'warn' | 'neutral' | 'info';
  /** One line below the name. */
  text: string;
}

/** Why somebody stands on the list, in words. */
export function reasonOf(item: AttentionItem, today: string): Reason {
  const days = item.days ?? 0;
  const last = item.last_workout_on
    ? `Last trained ${dateInWords(item.last_workout_on, today)}.`
    : 'Has not trained yet.';
  const program = item.program_name ?? 'No program';
  const done = item.program_total
    ? `${formatPercent(item.program_done / item.program_total)} done.`
    : '';
  switch (item.kind) {
    case 'missed_workouts': {
      const names = weekdayNames('short');
      const week = item.weekdays.map((day) => names[day - 1]).join(', ');
      return {
        chip: `Missed ${plural(item.missed, 'workout')}`,
        tone: 'bad',
        text: week ? `Usually trains ${week}. ${last}` : last,
      };
    }
    case 'gone_quiet':
      return {
        chip: `Quiet for ${plural(days, 'day')}`,
        tone: 'warn',
        text: `${program}. ${last}`,
      };
    case 'program_ends':
      return {
        chip: `Program ends ${dateInWords(item.program_ends_on ?? today, today)}`,
        tone: 'neutral',
        text: `${program}. ${done}`,
      };
    case 'no_program':
      return {
        chip: 'No program',
        tone: 'info',
        text: days === 0 ? 'Added today.' : `Added ${plural(days, 'day')} ago. ${last}`,
      };
    case 'not_joined':
      return {
        chip: 'Has not joined',
        tone: 'neutral',
        text: `Added ${plural(days, 'day')} ago; the invitation waits.`,
      };
  }
}

/** "Deadlift: 120 kg × 3, estimated 1RM 132 kg". */
export function recordText(record: FeedRecord, units: Units): string {
  const { kind, exercise_name: name, value, weight_kg: weight, reps } = record;
  const set =
    weight !== null && reps !== null
      ? `${formatLoad(weight, units)} × ${formatNumber(reps, 0)}`
      : '';
  switch (kind) {
    case 'estimated_1rm':
      return `${name} record: ${set ? `${set}, ` : ''}estimated 1RM ${formatLoad(value, units)}`;
    case 'reps_at_weight':
      return `${name} record: ${set || plural(value, 'rep')}`;
    case 'session_volume':
      return `${name} record: ${formatVolume(value, units)} in one workout`;
    case 'duration':
      return `${name} record: ${formatDuration(value)}`;
    case 'distance':
      return `${name} record: ${formatDistance(value, units)}`;
  }
}

/** "18 sets, 6,240 kg, 54 min." */
export function workText(item: FeedItem, units: Units): string {
  return [
    plural(item.sets, 'set'),
    item.volume_kg > 0 ? formatVolume(item.volume_kg, units) : '',
    item.duration_s ? formatDuration(item.duration_s) : '',
  ]
    .filter(Boolean)
    .join(', ');
}
