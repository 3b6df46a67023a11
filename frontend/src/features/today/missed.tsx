import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { messageOf } from '@/api/errors';
import { request } from '@/api/http';
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
  const skip = useMutation({
    mutationFn: async () => {
      const { version } = await client.fetchQuery(workoutQuery(workout.id, 'metric'));
      await request('PATCH', '/api/workouts/{id}', {
        path: { id: workout.id },
        body: { status: 'skipped', version },
      });
    },
    onMutate: () => {
      client.setQueryData(
        todayQuery().queryKey,
        (now) => now && { ...now, missed: now.missed.filter((item) => item.id !== workout.id) },
      );
    },
    onSuccess: () => toast(`${workout.name} skipped`),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
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
      <Button variant="quiet" busy={skip.isPending} onClick={() => skip.mutate()}>
        Skip
      </Button>
      <Link
        to="/me/workout/$workoutId"
        params={{ workoutId: workout.id }}
        className={buttonClass('outline')}
      >
        Do it today
      </Link>
    </Card>
  );
}
