import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { dateInWords, daysBetween, fullDate } from '@/lib/dates';
import type { Today } from '@/lib/workouts/types';

/** The workout after today's. */
export function Next({ today: { next, date } }: { today: Today }) {
  if (!next) return null;
  const near = daysBetween(date, next.scheduled_on) < 7;
  return (
    <Link
      to="/me/workout/$workoutId"
      params={{ workoutId: next.id }}
      className="flex min-h-16 items-center gap-3 rounded-card border border-line bg-surface py-2.5 pr-3 pl-4 hover:bg-fill"
    >
      <span className="min-w-0 flex-1">
        <span className="block text-sm text-faint">
          Next, <time dateTime={next.scheduled_on}>{dateInWords(next.scheduled_on, date)}</time>
          {near && ` (${fullDate(next.scheduled_on).split(/[ ,]/)[0]})`}
        </span>
        <span className="block truncate font-medium">{next.name}</span>
      </span>
      <ChevronRight size={18} aria-hidden className="text-faint" />
    </Link>
  );
}
