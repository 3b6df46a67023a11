import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { ErrorState } from '@/components/states/states';
import { longDate } from '@/lib/dates';
import { useKept } from '@/lib/workout-log/kept';
import { todayQuery } from '@/lib/workouts/queries';
import type { Today } from '@/lib/workouts/types';
import { KeptCards } from './kept-cards';
import { Missed } from './missed';
import { Next } from './next';
import { TodayCard } from './today-card';
import { TodaySkeleton } from './today-skeleton';
import { WeekStrip } from './week-strip';

const LATER_MS = 2_000;

/** By the clock of the device: it is where the person is. */
function greeting(name: string): string {
  const hour = new Date().getHours();
  if (hour < 5) return `Still up, ${name}?`;
  if (hour < 12) return `Good morning, ${name}`;
  return hour < 18 ? `Good afternoon, ${name}` : `Good evening, ${name}`;
}

/** A client's start: the next thing to do is on top. */
export function TodayPage() {
  const { user } = useSession();
  const router = useRouter();
  const today = useQuery(todayQuery());
  const kept = useKept(user.id);
  const unsent = kept.length > 0;

  useEffect(() => {
    // What an earlier visit could not send goes out now; the code for it comes only when there is something.
    if (unsent) void import('@/lib/workout-log/store').then((m) => m.resumeLogs(user.id));
  }, [unsent, user.id]);

  const workoutId = today.data?.workout?.id;
  useEffect(() => {
    if (!workoutId) return;
    // The logger's code comes when the page has settled, so that a workout starts without a network as well.
    const timer = setTimeout(
      () => void router.preloadRoute({ to: '/me/workout/$workoutId', params: { workoutId } }),
      LATER_MS,
    );
    return () => clearTimeout(timer);
  }, [router, workoutId]);

  const name = today.data?.first_name ?? user.name.split(' ')[0] ?? user.name;
  return (
    <Page className="gap-5">
      <PageHeader title={greeting(name)} lead={today.data && lead(today.data)} />
      <KeptCards kept={kept} />
      {today.isPending && <TodaySkeleton />}
      {today.isError && !today.data && (
        <ErrorState error={today.error} onRetry={() => void today.refetch()} />
      )}
      {today.data && (
        <>
          <TodayCard today={today.data} kept={kept} />
          <WeekStrip today={today.data} />
          <Missed today={today.data} />
          <Next today={today.data} />
        </>
      )}
    </Page>
  );
}

function lead({ date }: Today): string {
  return longDate(date, date);
}
