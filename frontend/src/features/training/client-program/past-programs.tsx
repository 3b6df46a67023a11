import type { ProgramRow } from '@/api/generated';
import { shortDate } from '@/lib/dates';

interface PastProgramsProps {
  programs: readonly ProgramRow[];
  today: string;
}

/** Programs that ended, the newest first. */
export function PastPrograms({ programs, today }: PastProgramsProps) {
  if (programs.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 font-semibold">Earlier programs</h3>
      <ul className="divide-y divide-line rounded-card border border-line">
        {programs.map((program) => (
          <li key={program.id} className="flex flex-wrap items-baseline gap-x-3 px-3.5 py-2.5">
            <span className="font-medium">{program.name}</span>
            <span className="text-sm text-soft tabular-nums">
              {program.status === 'completed' ? 'Completed' : 'Cancelled'},{' '}
              {program.completed_workouts} of {program.total_workouts} done
            </span>
            <span className="ml-auto text-sm text-faint">
              {shortDate(program.start_on, today)} to {shortDate(program.end_on, today)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
