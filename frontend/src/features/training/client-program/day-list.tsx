import type { CalendarWorkout } from '@/api/generated';
import { Chip } from '@/components/ui/display';
import { dateInWords } from '@/lib/dates';
import { stateOf } from './month-grid';

interface DayListProps {
  date: string;
  today: string;
  items: readonly CalendarWorkout[];
  onOpen: (workout: CalendarWorkout) => void;
}

const tones = { done: 'good', skipped: 'neutral', missed: 'bad', planned: 'accent' } as const;

/** The workouts of the chosen day, for narrow screens. */
export function DayList({ date, today, items, onOpen }: DayListProps) {
  return (
    <section aria-label={dateInWords(date, today)}>
      {items.length === 0 ? (
        <p className="text-soft">Nothing planned {dateInWords(date, today)}.</p>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {items.map((workout) => {
            const { text } = stateOf(workout);
            return (
              <li key={workout.id}>
                <button
                  type="button"
                  onClick={() => onOpen(workout)}
                  className="flex min-h-12 w-full items-center justify-between gap-3 px-3.5 text-left"
                >
                  <span className="min-w-0 truncate font-medium">{workout.name}</span>
                  <Chip tone={tones[text]}>{text}</Chip>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
