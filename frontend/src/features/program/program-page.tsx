import { useQuery } from '@tanstack/react-query';
import { CalendarDays } from 'lucide-react';
import { useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { EmptyState, ErrorState } from '@/components/states/states';
import { todayIn } from '@/components/ui/date-text';
import { ProgressBar } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { shortDate } from '@/lib/dates';
import { programQuery, programsQuery, programWorkoutsQuery } from '@/lib/workouts/queries';
import type { ProgramRow } from '@/lib/workouts/types';
import { useClientId } from '@/lib/workouts/use-client-id';
import { ProgramCalendar } from './program-calendar';
import { ProgramWeeks } from './program-weeks';

const rank = { active: 0, scheduled: 1, completed: 2, cancelled: 3 };

/** The program to show: the one that runs, else the next one, else the last one that was completed. */
export function mainProgram(programs: readonly ProgramRow[]): ProgramRow | null {
  const [first] = [...programs].sort(
    (a, b) => rank[a.status] - rank[b.status] || b.start_on.localeCompare(a.start_on),
  );
  return first && first.status !== 'cancelled' ? first : null;
}

export function ProgramPage() {
  const clientId = useClientId();
  const programs = useQuery({ ...programsQuery(clientId ?? ''), enabled: clientId !== null });
  const program = programs.data && mainProgram(programs.data.items);
  return (
    <Page>
      {!program && <PageHeader title="Program" />}
      {programs.isPending && <ProgramSkeleton />}
      {programs.isError && !programs.data && (
        <ErrorState error={programs.error} onRetry={() => void programs.refetch()} />
      )}
      {programs.data && !program && (
        <EmptyState
          icon={<CalendarDays size={22} />}
          title="No program yet"
          text="As soon as your trainer assigns one, its weeks stand here."
        />
      )}
      {program && <OneProgram program={program} />}
    </Page>
  );
}

function ProgramSkeleton() {
  return (
    <div role="status" aria-label="Loading your program" className="flex flex-col gap-4">
      <Skeleton className="h-4 w-56" />
      <Skeleton className="h-80 w-full rounded-card" />
      <Skeleton className="h-40 w-full rounded-card" />
    </div>
  );
}

function lead(program: ProgramRow, today: string): string {
  if (program.status === 'completed') return 'Completed. All of it is behind you.';
  if (program.status === 'scheduled') return `Starts ${shortDate(program.start_on, today)}.`;
  return `Until ${shortDate(program.end_on, today)}.`;
}

function OneProgram({ program }: { program: ProgramRow }) {
  const { user } = useSession();
  const today = todayIn(user.time_zone);
  const outline = useQuery(programQuery(program.id));
  const workouts = useQuery(programWorkoutsQuery(program.id));
  const failed = [outline, workouts].find((query) => query.isError && !query.data);
  const settled = program.completed_workouts + program.skipped_workouts;
  return (
    <>
      <PageHeader title={program.name} lead={lead(program, today)} />
      <div className="flex items-center gap-3 text-base text-soft tabular-nums">
        <ProgressBar
          className="flex-1"
          label="Program"
          value={settled / Math.max(1, program.total_workouts)}
          text={`${program.completed_workouts} of ${program.total_workouts} workouts done`}
        />
        {program.completed_workouts} of {program.total_workouts} done
      </div>
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !(outline.data && workouts.data) && <ProgramSkeleton />}
      {outline.data && workouts.data && (
        <>
          <ProgramCalendar workouts={workouts.data.items} today={today} />
          <ProgramWeeks program={outline.data} workouts={workouts.data.items} today={today} />
        </>
      )}
    </>
  );
}
