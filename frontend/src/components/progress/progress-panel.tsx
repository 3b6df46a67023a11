import { useQuery } from '@tanstack/react-query';
import { ChartLine } from 'lucide-react';
import { EmptyState } from '@/components/states/states';
import type { Units } from '@/lib/units';
import { trainedExercisesQuery } from '@/lib/workouts/queries';
import { AdherenceGrid } from './adherence-grid';
import { ExerciseChart } from './exercise-chart';
import { RecordsList } from './records-list';

export interface ProgressPanelProps {
  clientId: string;
  units: Units;
  /** The reader's date, `2026-11-20`: this year's dates go without it. */
  today: string;
  streak?: number | undefined;
}

/** A client's progress at a glance: plan followed, one exercise over time, records. */
export function ProgressPanel({ clientId, units, today, streak }: ProgressPanelProps) {
  // The chart below asks for these as well: one request.
  const trained = useQuery(trainedExercisesQuery(clientId));
  return (
    <div className="flex flex-col gap-4">
      <AdherenceGrid clientId={clientId} streak={streak} />
      {trained.data?.items.length === 0 ? (
        <EmptyState
          icon={<ChartLine size={22} />}
          title="No progress yet"
          text="The first finished workout starts the chart and sets the marks; from the second on records can fall."
        />
      ) : (
        <>
          <ExerciseChart clientId={clientId} units={units} today={today} />
          <RecordsList clientId={clientId} units={units} today={today} />
        </>
      )}
    </div>
  );
}
