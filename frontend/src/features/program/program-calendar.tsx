import { useState } from 'react';
import { Calendar, type CalendarItem } from '@/components/calendar/calendar';
import { Card } from '@/components/ui/display';
import { fullDate } from '@/lib/dates';
import type { WorkoutRow } from '@/lib/workouts/types';
import { stateOf, WorkoutLine } from './workout-line';

const tones: Record<string, CalendarItem['tone']> = {
  completed: 'good',
  missed: 'bad',
  planned: 'accent',
};

/** The month with its workouts, and those of the chosen day below. */
export function ProgramCalendar({
  workouts,
  today,
}: {
  workouts: readonly WorkoutRow[];
  today: string;
}) {
  const [day, setDay] = useState(today);
  const here = workouts.filter((workout) => workout.scheduled_on === day);
  const items = workouts
    .filter((workout) => workout.status !== 'cancelled')
    .map(
      (workout): CalendarItem => ({
        id: workout.id,
        date: workout.scheduled_on,
        label: `${workout.name}, ${stateOf(workout)}`,
        tone: tones[stateOf(workout)] ?? 'neutral',
      }),
    );
  return (
    <Card className="p-3">
      <h2 className="sr-only">Calendar</h2>
      <Calendar
        label="Your workouts"
        today={today}
        value={day}
        onValueChange={setDay}
        items={items}
        renderItem={(item) => item.label.replace(/, [a-z]+$/, '')}
      />
      <div aria-live="polite" className="mt-1 border-t border-line pt-1">
        {here.map((workout) => (
          <WorkoutLine key={workout.id} workout={workout} today={today} />
        ))}
        {!here.length && (
          <p className="px-3 py-3 text-base text-faint">{fullDate(day)}: nothing planned</p>
        )}
      </div>
    </Card>
  );
}
