import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus, ChevronLeft, ChevronRight } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { messageOf } from '@/api/errors';
import type { CalendarWorkout, ProgramRow } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { Calendar } from '@/components/calendar/calendar';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button, IconButton } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { todayIn } from '@/components/ui/date-text';
import { Skeleton } from '@/components/ui/skeleton';
import { useMedia } from '@/hooks/use-media';
import { addMonths, monthName } from '@/lib/months';
import { toast } from '@/lib/toasts';
import { DayList } from './day-list';
import { MonthGrid, stateOf } from './month-grid';
import { PastPrograms } from './past-programs';
import { type ProgramAction, ProgramHead } from './program-head';
import { calendarQuery, clientProgramsQuery, moveProgram } from './queries';
import { ShiftDialog } from './shift-dialog';
import { useSchedule } from './use-schedule';
import { WorkoutDialog } from './workout-dialog';

const AssignToClient = lazy(() =>
  import('./assign-to-client').then((m) => ({ default: m.AssignToClient })),
);

export interface ClientProgramProps {
  clientId: string;
  /** Shown where a program is assigned to them. */
  clientName?: string;
}

const tone = { done: 'good', skipped: 'neutral', missed: 'bad', planned: 'accent' } as const;

/** A client's program: where they stand, the month's workouts, and everything that moves them. */
export function ClientProgram({ clientId, clientName = 'Client' }: ClientProgramProps) {
  const { user } = useSession();
  const client = useQueryClient();
  const mayAdvance = usePermission('programs:advance') !== null;
  const mayShift = usePermission('programs:shift') !== null;
  const mayMove = usePermission('workouts:reschedule') !== null;
  const maySkip = usePermission('workouts:skip') !== null;
  const mayAssign = usePermission('programs:assign') !== null;
  const [assigning, setAssigning] = useState(false);
  const wide = useMedia('(min-width: 768px)');
  const programs = useQuery(clientProgramsQuery(clientId));
  const [date, setDate] = useState(() => todayIn(user.time_zone));
  const calendar = useQuery(calendarQuery(clientId, date));
  const today = calendar.data?.today ?? todayIn(user.time_zone);
  const schedule = useSchedule(clientId, date, mayMove);
  const [opened, setOpened] = useState<CalendarWorkout | null>(null);
  const [shifting, setShifting] = useState<ProgramRow | null>(null);
  const { confirm, confirmDialog } = useConfirm();
  const refresh = () => void client.invalidateQueries({ queryKey: ['programs'] });

  if (programs.isPending) {
    return (
      <div aria-busy="true" className="flex flex-col gap-3">
        <p role="status" className="sr-only">
          Loading the program
        </p>
        <Skeleton className="h-7 w-64" />
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-96 w-full rounded-card" />
      </div>
    );
  }
  if (programs.isError)
    return <ErrorState error={programs.error} onRetry={() => void programs.refetch()} />;

  const assignDialog = assigning && (
    <Suspense fallback={null}>
      <AssignToClient
        clientId={clientId}
        clientName={clientName}
        onClose={() => setAssigning(false)}
      />
    </Suspense>
  );
  const [first] = programs.data.items;
  const open = programs.data.items.find(
    ({ status }) => status === 'active' || status === 'scheduled',
  );
  if (!first) {
    return (
      <>
        <EmptyState
          icon={<CalendarPlus size={22} />}
          title="No program yet"
          text="Assign a template, and its workouts appear here day by day."
          action={
            mayAssign && (
              <Button variant="primary" onClick={() => setAssigning(true)}>
                Assign a program
              </Button>
            )
          }
        />
        {assignDialog}
      </>
    );
  }

  const act = async (program: ProgramRow, action: ProgramAction) => {
    if (action === 'shift') return setShifting(program);
    const question = questionOf(program, action);
    if (question && !(await confirm(question))) return;
    try {
      await moveProgram(program.id, { action, version: program.version });
      toast(doneOf[action]);
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
    }
    refresh();
  };

  const items = calendar.data?.items ?? [];
  const onMove = (workout: CalendarWorkout, to: string) => void schedule.move(workout, to, today);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {open && (
        <ProgramHead
          program={open}
          today={today}
          mayAdvance={mayAdvance}
          mayShift={mayShift}
          onAction={(action) => void act(open, action)}
        />
      )}
      {!open && mayAssign && (
        <p className="flex items-center justify-between gap-3 rounded-control bg-fill px-3 py-2">
          No program is running.
          <Button size="sm" variant="primary" onClick={() => setAssigning(true)}>
            Assign a program
          </Button>
        </p>
      )}
      {calendar.isError && !calendar.data ? (
        <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} />
      ) : wide ? (
        <section aria-label="Calendar">
          <div className="mb-1 flex items-center justify-between">
            <h3 aria-live="polite" className="font-semibold">
              {monthName(date)}
            </h3>
            <div className="flex items-center">
              <Button size="sm" variant="quiet" onClick={() => setDate(today)}>
                Today
              </Button>
              <IconButton label="Previous month" onClick={() => setDate(addMonths(date, -1))}>
                <ChevronLeft size={18} aria-hidden />
              </IconButton>
              <IconButton label="Next month" onClick={() => setDate(addMonths(date, 1))}>
                <ChevronRight size={18} aria-hidden />
              </IconButton>
            </div>
          </div>
          <MonthGrid
            month={date}
            today={today}
            items={items}
            onOpen={setOpened}
            onMove={mayMove ? onMove : null}
          />
        </section>
      ) : (
        <>
          <Calendar
            label="Planned workouts"
            today={today}
            value={date}
            onValueChange={setDate}
            items={items.map((item) => ({
              id: item.id,
              date: item.scheduled_on,
              label: `${item.name}, ${stateOf(item).text}`,
              tone: tone[stateOf(item).text],
            }))}
          />
          <DayList
            date={date}
            today={today}
            items={items.filter((item) => item.scheduled_on === date)}
            onOpen={setOpened}
          />
        </>
      )}
      <PastPrograms
        programs={programs.data.items.filter((program) => program !== open)}
        today={today}
      />
      {opened && (
        <WorkoutDialog
          workout={opened}
          mayMove={mayMove}
          maySkip={maySkip}
          onMove={(to) => onMove(opened, to)}
          onSkip={(skipped) => void schedule.setSkipped(opened, skipped)}
          onClose={() => setOpened(null)}
        />
      )}
      {shifting && (
        <ShiftDialog
          program={shifting}
          today={today}
          onShifted={refresh}
          onClose={() => setShifting(null)}
        />
      )}
      {assignDialog}
      {confirmDialog}
    </div>
  );
}

const doneOf = {
  advance_week: 'On to the next week.',
  back_week: 'Back by a week.',
  complete: 'Program completed.',
  cancel: 'Program cancelled.',
};

function questionOf(program: ProgramRow, action: Exclude<ProgramAction, 'shift'>) {
  if (action === 'cancel') {
    return {
      title: `Cancel ${program.name}?`,
      text: 'What is still planned is taken off the calendar. What was trained stays. This cannot be undone.',
      action: 'Cancel the program',
      danger: true,
    };
  }
  if (action === 'complete') {
    return {
      title: `Complete ${program.name}?`,
      text: 'The program counts as finished, and what is still planned is taken off the calendar.',
      action: 'Complete',
    };
  }
  return null;
}
