import type { Units } from '@/lib/units';
import { AdherenceGrid } from './adherence-grid';
import { ExerciseChart } from './exercise-chart';
import { RecordsList } from './records-list';

export interface ProgressPanelProps {
  clientId: string;
  units: Units;
  /** The client's date, `2026-11-20`. */
  today: string;
  streak?: number | undefined;
}

/** A client's progress at a glance, for the client and for the trainer: plan followed, one exercise, records. */
export function ProgressPanel({ clientId, units, today, streak }: ProgressPanelProps) {
  return (
    <div className="flex flex-col gap-4">
      <AdherenceGrid clientId={clientId} streak={streak} />
      <ExerciseChart clientId={clientId} units={units} today={today} />
      <RecordsList clientId={clientId} units={units} today={today} />
    </div>
  );
}
