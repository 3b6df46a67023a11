import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, Chip } from '@/components/ui/display';
import type { ProgramOut, WorkoutRow } from '@/lib/workouts/types';
import { WorkoutLine } from './workout-line';

interface WeekGroup {
  key: string;
  title: string;
  deload: boolean;
  current: boolean;
  past: boolean;
  workouts: WorkoutRow[];
}

/** The program's weeks in order, each with its workouts. */
export function weekGroups(program: ProgramOut, workouts: readonly WorkoutRow[]): WeekGroup[] {
  const phases = program.phases.length;
  return program.phases.flatMap((phase, phaseIndex) =>
    phase.weeks.map((week, weekIndex) => {
      const at = { phase: phaseIndex + 1, week: weekIndex + 1 };
      const name = week.name ?? `Week ${at.week}`;
      const current = at.phase === program.current_phase && at.week === program.current_week;
      return {
        key: `${at.phase}.${at.week}`,
        title: phases > 1 ? `${phase.name}, ${name}` : name,
        deload: week.deload,
        current: current && program.status === 'active',
        past:
          at.phase < program.current_phase ||
          (at.phase === program.current_phase && at.week < program.current_week),
        workouts: workouts.filter((item) => item.phase === at.phase && item.week === at.week),
      };
    }),
  );
}

export interface ProgramWeeksProps {
  program: ProgramOut;
  workouts: readonly WorkoutRow[];
  today: string;
}

export function ProgramWeeks({ program, workouts, today }: ProgramWeeksProps) {
  const [past, setPast] = useState(false);
  const weeks = weekGroups(program, workouts);
  const hidden = weeks.filter((week) => week.past).length;
  const shown = past || program.status !== 'active' ? weeks : weeks.filter((week) => !week.past);
  return (
    <section aria-label="Weeks" className="flex flex-col gap-3">
      {hidden > 0 && program.status === 'active' && (
        <Button variant="quiet" className="self-start" onClick={() => setPast(!past)}>
          {past ? 'Hide past weeks' : `Show past weeks (${hidden})`}
        </Button>
      )}
      {shown.map((week) => (
        <Card key={week.key} className="px-1 pb-1">
          <h2 className="flex items-center gap-2 px-3 pt-3 pb-1 text-base font-medium text-soft">
            {week.title}
            {week.current && <Chip tone="accent">You are here</Chip>}
            {week.deload && <Chip tone="info">Deload</Chip>}
          </h2>
          {week.workouts.map((workout) => (
            <WorkoutLine key={workout.id} workout={workout} today={today} />
          ))}
          {!week.workouts.length && <p className="px-3 pb-3 text-base text-faint">No workouts</p>}
        </Card>
      ))}
    </section>
  );
}
