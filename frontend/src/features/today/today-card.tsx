import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarCheck, CircleCheck, Moon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSession } from '@/api/session';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/display';
import { plural } from '@/lib/numbers';
import type { KeptSummary } from '@/lib/workout-log/kept';
import { workoutQuery } from '@/lib/workouts/queries';
import type { Today, WorkoutToday } from '@/lib/workouts/types';
import { FreeButton } from './free-button';
import { keptLink } from './kept-cards';

const MOST_LINES = 6;
const big = `${buttonClass('primary', 'lg')} w-full`;

/** What today asks for: go on, start, well done, rest, or no program yet. */
export function TodayCard({ today, kept }: { today: Today; kept: readonly KeptSummary[] }) {
  const here = kept.find((item) => item.state === 'open');
  // Finished here but not yet sent: the server still calls it planned.
  const endedHere = kept.some((item) => item.state !== 'open' && item.key === today.workout?.id);
  const open = today.in_progress;
  const elsewhere =
    open && !kept.some((item) => item.id === open.id || item.key === open.workout_id);

  if (here) {
    return (
      <Panel eyebrow="Under way" title={here.name} text={`${plural(here.sets, 'set')} done so far`}>
        <Link {...keptLink(here)} className={big}>
          Resume workout
        </Link>
      </Panel>
    );
  }
  if (open && elsewhere) {
    const link = keptLink({ key: open.workout_id ?? open.id, free: open.workout_id === null });
    return (
      <Panel eyebrow="Under way" title={open.name} text={`${plural(open.sets, 'set')} done so far`}>
        <Link {...link} {...(open.workout_id ? { search: { start: true } } : {})} className={big}>
          Resume workout
        </Link>
      </Panel>
    );
  }
  if (today.workout?.status === 'completed' || endedHere) return <DoneToday today={today} />;
  if (today.workout) return <Planned workout={today.workout} />;
  if (!today.next && today.week_planned === 0 && today.missed.length === 0) {
    return (
      <Panel
        icon={<CalendarCheck size={24} aria-hidden />}
        title="No program yet"
        text="Your trainer has not planned anything for you. You can still log a workout of your own."
      >
        <FreeButton clientId={today.client_id} variant="primary" />
      </Panel>
    );
  }
  const trained = today.week.some((day) => day.date === today.date && day.done > 0);
  if (trained) return <DoneToday today={today} />;
  return (
    <Panel
      icon={<Moon size={24} aria-hidden />}
      title="Rest day"
      text="Nothing is planned today. Sleep, eat, walk: this is when the work pays off."
    >
      <FreeButton clientId={today.client_id} />
    </Panel>
  );
}

interface PanelProps {
  icon?: ReactNode;
  eyebrow?: string;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}

function Panel({ icon, eyebrow, title, text, children }: PanelProps) {
  return (
    <Card className="p-5">
      {icon && (
        <span className="mb-3 grid size-12 place-items-center rounded-full bg-fill text-soft">
          {icon}
        </span>
      )}
      {eyebrow && <p className="text-sm font-medium text-accent-ink">{eyebrow}</p>}
      <h2 className="text-[26px] leading-8 font-semibold tracking-tight">{title}</h2>
      {text && <p className="mt-1 text-soft">{text}</p>}
      {children && <div className="mt-4">{children}</div>}
    </Card>
  );
}

function Planned({ workout }: { workout: WorkoutToday }) {
  const { units } = useSession().user;
  // Fetched ahead, so that the workout starts at once, and without a network.
  useQuery(workoutQuery(workout.id, units));
  const shown = workout.exercises.slice(0, MOST_LINES);
  const more = workout.exercises.length - shown.length;
  return (
    <Card className="p-5">
      <p className="text-sm font-medium text-accent-ink">
        {workout.program_name}, {workout.phase > 1 && `phase ${workout.phase}, `}week {workout.week}
      </p>
      <h2 className="text-[26px] leading-8 font-semibold tracking-tight">{workout.name}</h2>
      <p className="text-soft tabular-nums">
        {plural(workout.exercises.length, 'exercise')}, {plural(workout.sets, 'set')}, about{' '}
        {workout.minutes} min
      </p>
      <ul className="my-4 flex flex-col gap-1.5">
        {shown.map((exercise, place) => (
          // An exercise may stand in a workout twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is the server's and fixed
          <li key={`${exercise.exercise_id}-${place}`} className="flex items-baseline gap-3">
            <span className="w-8 shrink-0 text-right text-base text-faint tabular-nums">
              {exercise.sets} ×
            </span>
            <span className="min-w-0 truncate">{exercise.name}</span>
          </li>
        ))}
        {more > 0 && <li className="pl-11 text-base text-faint">and {more} more</li>}
      </ul>
      <div className="flex gap-2.5">
        <Link
          to="/me/workout/$workoutId"
          params={{ workoutId: workout.id }}
          className={buttonClass('outline', 'lg')}
        >
          Preview
        </Link>
        <Link
          to="/me/workout/$workoutId"
          params={{ workoutId: workout.id }}
          search={{ start: true }}
          className={`${buttonClass('primary', 'lg')} flex-1`}
        >
          Start workout
        </Link>
      </div>
    </Card>
  );
}

function DoneToday({ today }: { today: Today }) {
  const left = today.week_planned - today.week_done;
  return (
    <Panel
      icon={<CircleCheck size={26} aria-hidden className="text-good" />}
      title="Done for today"
      text={
        left > 0
          ? `${today.workout ? `${today.workout.name} is behind you. ` : ''}${plural(left, 'workout')} left this week.`
          : 'Everything planned for this week is behind you.'
      }
    >
      {today.workout && (
        <Link
          to="/me/workout/$workoutId"
          params={{ workoutId: today.workout.id }}
          className={buttonClass('outline')}
        >
          See what you did
        </Link>
      )}
    </Panel>
  );
}
