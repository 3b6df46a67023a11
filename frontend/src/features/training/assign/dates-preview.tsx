import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import { useSession } from '@/api/session';
import { Calendar } from '@/components/calendar/calendar';
import { todayIn } from '@/components/ui/date-text';
import { Skeleton } from '@/components/ui/skeleton';
import { shortDate } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import { previewQuery } from './queries';

interface DatesPreviewProps {
  templateId: string;
  startOn: string;
  days: readonly number[];
}

/** The calendar that a client would get. */
export function DatesPreview({ templateId, startOn, days }: DatesPreviewProps) {
  const { user } = useSession();
  const today = todayIn(user.time_zone);
  const { data, error } = useQuery(previewQuery(templateId, startOn, days));
  const [shown, setShown] = useState(startOn);
  const [from, setFrom] = useState(startOn);
  if (from !== startOn) {
    // Another start: its month is what matters now.
    setFrom(startOn);
    setShown(startOn);
  }
  if (days.length === 0 || startOn === '')
    return <p className="text-soft">Choose a start and training days to see the dates.</p>;
  if (error) return <p className="text-bad-ink">{messageOf(error)}</p>;
  if (!data) return <Skeleton className="h-72 w-full rounded-xl" />;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-soft">
        {plural(data.workouts.length, 'workout')}, {shortDate(data.start_on, today)} to{' '}
        {shortDate(data.end_on, today)}
      </p>
      <Calendar
        label="Dates of the workouts"
        today={today}
        value={shown || today}
        onValueChange={setShown}
        items={data.workouts.map((workout) => ({
          id: `${workout.phase}-${workout.week}-${workout.day}`,
          date: workout.scheduled_on,
          label: workout.name,
          tone: workout.deload ? 'neutral' : 'accent',
        }))}
      />
    </div>
  );
}
