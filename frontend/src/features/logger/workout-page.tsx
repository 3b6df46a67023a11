import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSession } from '@/api/session';
import { PageHeader } from '@/components/layout/page';
import { ErrorState, OfflineNotice } from '@/components/states/states';
import { Button, buttonClass } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { WorkoutPreview } from '@/components/workouts/workout-preview';
import { useOnline } from '@/hooks/use-online';
import { browserTimeZone, dateInWords, localDate } from '@/lib/dates';
import { keepLog, type LogStore, openLog } from '@/lib/workout-log/store';
import { estimateMinutes } from '@/lib/workouts/minutes';
import { workoutQuery } from '@/lib/workouts/queries';
import type { WorkoutOut } from '@/lib/workouts/types';
import { plannedSession } from './build';
import { Logger } from './logger';

const route = getRouteApi('/me/workout/$workoutId');

/** A planned workout: the logger when it is under way on this phone, else what is in it and its start. */
export function WorkoutPage() {
  const { workoutId } = route.useParams();
  const { user } = useSession();
  const [started, setStarted] = useState<LogStore | null>(null);
  const store = openLog(user.id, workoutId) ?? started;
  if (store?.get().session) return <Logger store={store} />;
  return <BeforeStart workoutId={workoutId} onStart={setStarted} />;
}

interface BeforeStartProps {
  workoutId: string;
  onStart: (store: LogStore) => void;
}

function BeforeStart({ workoutId, onStart }: BeforeStartProps) {
  const { user } = useSession();
  const { start: atOnce } = route.useSearch();
  const navigate = useNavigate();
  const online = useOnline();
  const workout = useQuery(workoutQuery(workoutId, user.units));
  const { data } = workout;
  const open = data?.log?.session.status === 'in_progress';
  const startable = data !== undefined && (data.status === 'planned' || open);

  const start = (from: WorkoutOut) => {
    const owner = { userId: user.id, timeZone: browserTimeZone() };
    onStart(keepLog(plannedSession(owner, from)));
    void navigate({ to: '/me/workout/$workoutId', params: { workoutId }, replace: true });
  };
  useEffect(() => {
    if (atOnce && startable) start(data);
  });

  if (data?.log?.session.status === 'finished') {
    return (
      <Navigate to="/me/sessions/$sessionId" params={{ sessionId: data.log.session.id }} replace />
    );
  }
  return (
    <main
      id="main"
      className="mx-auto flex min-h-dvh w-full max-w-[640px] flex-col gap-4 px-4 pt-3 text-lg"
    >
      <Link to="/me" className={`${buttonClass('quiet')} -ml-3 self-start`}>
        <ChevronLeft size={18} aria-hidden />
        Today
      </Link>
      {!online && <OfflineNotice />}
      {workout.isError && !data && (
        <ErrorState error={workout.error} onRetry={() => void workout.refetch()} />
      )}
      {workout.isPending && (
        <div aria-busy="true" className="flex flex-col gap-3">
          <Skeleton className="h-7 w-40" />
          <Skeleton className="h-5 w-64" />
          <Skeleton className="h-24 w-full rounded-card" />
          <Skeleton className="h-24 w-full rounded-card" />
          <Skeleton className="h-24 w-full rounded-card" />
        </div>
      )}
      {data && (
        <>
          <PageHeader
            title={data.name}
            lead={`${data.program_name}, week ${data.week}. About ${estimateMinutes(data.document)} min, ${whenText(data, user.time_zone)}.`}
          />
          <WorkoutPreview day={data.document} units={user.units} />
          <div className="sticky bottom-0 mt-auto bg-bg pt-2 pb-[calc(16px+env(safe-area-inset-bottom))]">
            {startable ? (
              <Button variant="primary" size="lg" className="w-full" onClick={() => start(data)}>
                {open ? 'Resume workout' : 'Start workout'}
              </Button>
            ) : (
              <p className="text-center text-soft">This workout was {data.status}.</p>
            )}
          </div>
        </>
      )}
    </main>
  );
}

function whenText(workout: WorkoutOut, timeZone: string): string {
  return `planned ${dateInWords(workout.scheduled_on, localDate(new Date(), timeZone))}`;
}
