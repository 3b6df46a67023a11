import { useQuery } from '@tanstack/react-query';
import { MoreHorizontal } from 'lucide-react';
import type { ProgramRow } from '@/api/generated';
import { Button, IconButton } from '@/components/ui/button';
import { Chip, ProgressBar, type Tone } from '@/components/ui/display';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { shortDate } from '@/lib/dates';
import { programQuery } from './queries';

export type ProgramAction = 'advance_week' | 'back_week' | 'complete' | 'cancel' | 'shift';

const tones: Record<ProgramRow['status'], Tone> = {
  scheduled: 'info',
  active: 'accent',
  completed: 'good',
  cancelled: 'neutral',
};
const words: Record<ProgramRow['status'], string> = {
  scheduled: 'Starts soon',
  active: 'Active',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

interface ProgramHeadProps {
  program: ProgramRow;
  today: string;
  /** Another week, and the end. */
  mayAdvance: boolean;
  mayShift: boolean;
  onAction: (action: ProgramAction) => void;
}

/** Where the client stands in the program, and what moves that. */
export function ProgramHead({ program, today, mayAdvance, mayShift, onAction }: ProgramHeadProps) {
  const { data } = useQuery(programQuery(program.id));
  const phase = data?.phases[program.current_phase - 1];
  const open = program.status === 'active' || program.status === 'scheduled';
  const settled = program.completed_workouts + program.skipped_workouts;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 text-lg font-semibold tracking-tight">
            {program.name}
            <Chip tone={tones[program.status]}>{words[program.status]}</Chip>
            <Chip>{program.mode === 'dynamic' ? 'Dynamic' : 'Static'}</Chip>
          </h3>
          <p className="text-soft tabular-nums">
            {phase
              ? `${phase.name}, week ${program.current_week} of ${phase.weeks.length}`
              : `Week ${program.current_week}`}
            {' · '}
            {shortDate(program.start_on, today)} to {shortDate(program.end_on, today)}
          </p>
        </div>
        {open && (mayAdvance || mayShift) && (
          <div className="ml-auto flex items-center gap-1.5">
            {mayAdvance && (
              <>
                <Button size="sm" onClick={() => onAction('back_week')}>
                  Week back
                </Button>
                <Button size="sm" onClick={() => onAction('advance_week')}>
                  Next week
                </Button>
              </>
            )}
            <Menu
              trigger={
                <IconButton label="More for the program" size="sm">
                  <MoreHorizontal size={16} aria-hidden />
                </IconButton>
              }
            >
              {mayShift && <MenuItem onSelect={() => onAction('shift')}>Shift the plan…</MenuItem>}
              {mayAdvance && <MenuItem onSelect={() => onAction('complete')}>Complete</MenuItem>}
              {mayAdvance && <MenuSeparator />}
              {mayAdvance && (
                <MenuItem danger onSelect={() => onAction('cancel')}>
                  Cancel the program…
                </MenuItem>
              )}
            </Menu>
          </div>
        )}
      </div>
      <div className="flex items-center gap-3">
        <ProgressBar
          className="flex-1"
          label="Progress"
          text={`${program.completed_workouts} of ${program.total_workouts} workouts done`}
          value={program.total_workouts ? settled / program.total_workouts : 0}
        />
        <span className="shrink-0 text-sm text-soft tabular-nums">
          {program.completed_workouts} of {program.total_workouts} done
          {program.skipped_workouts > 0 && `, ${program.skipped_workouts} skipped`}
        </span>
      </div>
    </div>
  );
}
