import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { SkipWorkoutData, SkipWorkoutResponses } from '@/api/generated';
import { api } from '@/api/http';
import { Button, buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/display';
import { dateInWords } from '@/lib/dates';
import { toast } from '@/lib/toasts';
import { staleAfterTraining, todayQuery, workoutQuery } from '@/lib/workouts/queries';
import type { Today, WorkoutCard } from '@/lib/workouts/types';

/** Workouts whose day went by: do them today, or let them go. */
export function Missed({ today }: { today: Today }) {
  if (!today.missed.length) return null;
  return (
    <section aria-labelledby="missed" className="flex flex-col gap-2">
      <h2 id="missed" className="text-base font-medium text-soft">
        Missed
      </h2>
      {today.missed.map((workout) => (
        <MissedCard key={workout.id} workout={workout} today={today} />
      ))}
    </section>
  );
}

function MissedCard({ workout, today }: { workout: WorkoutCard; today: Today }) {
  const client = useQueryClient();
  // Only the trainer can take a skip back, so it is asked for twice.
  const [asking, setAsking] = useState(false);
  const skip = useMutation({
    mutationFn: async () => {
      const { version } = await client.fetchQuery({
        ...workoutQuery(workout.id, 'metric'),
        staleTime: 0,
      });
      await api.post<SkipWorkoutData, SkipWorkoutResponses>('/api/workouts/{workout_id}/skip', {
        path: { workout_id: workout.id },
        body: { version },
      });
    },
    onMutate: () => {
      client.setQueryData(
        todayQuery().queryKey,
        (now) => now && { ...now, missed: now.missed.filter((item) => item.id !== workout.id) },
      );
    },
    onSuccess: () => toast(`${workout.name} skipped`),
    onError: (error) => {
      setAsking(false);
      toast(messageOf(error), { tone: 'bad' });
    },
    onSettled: () => {
      for (const queryKey of staleAfterTraining(today.client_id)) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
  return (
    <Card className="flex items-center gap-2 py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{workout.name}</p>
        <p className="text-sm text-faint">{dateInWords(workout.scheduled_on, today.date)}</p>
      </div>
      {asking ? (
        <>
          <Button variant="quiet" onClick={() => setAsking(false)}>
            Keep
          </Button>
          <Button busy={skip.isPending} onClick={() => skip.mutate()}>
            Skip it for good
          </Button>
        </>
      ) : (
        <>
          <Button variant="quiet" onClick={() => setAsking(true)}>
            Skip
          </Button>
          <Link
            to="/me/workout/$workoutId"
            params={{ workoutId: workout.id }}
            className={buttonClass('outline')}
          >
            Do it today
          </Link>
        </>
      )}
    </Card>
  );
}
