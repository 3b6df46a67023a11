import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ErrorState } from '@/components/states/states';
import { SegmentedControl } from '@/components/ui/choice';
import { Card } from '@/components/ui/display';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { dayOf, shortDate } from '@/lib/dates';
import type { Units } from '@/lib/units';
import { exerciseHistoryQuery, trainedExercisesQuery } from '@/lib/workouts/queries';
import type { ExerciseHistory, Metric } from '@/lib/workouts/types';
import { historySummary } from './history-summary';
import { figureText, metricName, metricsOf, toFigure } from './metrics';

const Chart = lazy(() => import('@/components/charts/chart').then((m) => ({ default: m.Chart })));

const DAY_MS = 86_400_000;

export interface ExerciseChartProps {
  clientId: string;
  units: Units;
  /** `2026-11-20`, for dates without the year. */
  today: string;
  /** The chosen exercise; without it the one that was trained last. */
  exerciseId?: string | undefined;
  onExercise?: (id: string) => void;
}

/** One exercise over time, by the measures that it has. */
export function ExerciseChart(props: ExerciseChartProps) {
  const { clientId, exerciseId, onExercise } = props;
  const trained = useQuery(trainedExercisesQuery(clientId));
  const [own, setOwn] = useState<string | null>(null);
  if (trained.isError) {
    return <ErrorState error={trained.error} onRetry={() => void trained.refetch()} />;
  }
  if (!trained.data) return <Skeleton className="h-80 w-full rounded-card" />;
  const { items } = trained.data;
  const chosen = items.find((item) => item.exercise_id === (exerciseId ?? own)) ?? items[0];
  if (!chosen) {
    return (
      <p className="px-4 py-8 text-center text-soft">
        The first finished workout starts the chart.
      </p>
    );
  }
  return (
    <Card className="flex flex-col gap-4 p-4">
      <Field label="Exercise">
        <Select
          value={chosen.exercise_id}
          onValueChange={(id) => (onExercise ? onExercise(id) : setOwn(id))}
          options={items.map((item) => ({ value: item.exercise_id, label: item.name }))}
        />
      </Field>
      <OneExercise
        key={chosen.exercise_id}
        {...props}
        exerciseId={chosen.exercise_id}
        measurement={chosen.measurement}
        estimated={chosen.estimated_1rm_kg !== null}
      />
    </Card>
  );
}

interface OneProps extends ExerciseChartProps {
  exerciseId: string;
  measurement: string;
  /** The exercise was done with few enough repetitions for an estimate of the best single. */
  estimated: boolean;
}

function OneExercise({ clientId, units, today, exerciseId, measurement, estimated }: OneProps) {
  const metrics = metricsOf(measurement).filter(
    (item) => estimated || item.value !== 'estimated_1rm',
  );
  const [metric, setMetric] = useState<Metric>(metrics[0]?.value ?? 'reps');
  const history = useQuery(exerciseHistoryQuery(clientId, exerciseId, metric));
  return (
    <>
      {metrics.length > 1 && (
        <SegmentedControl
          label="Measure"
          options={metrics}
          value={metric}
          onValueChange={setMetric}
        />
      )}
      {history.isError && (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.isPending && <Skeleton className="h-60 w-full" />}
      {history.data && (
        <Suspense fallback={<Skeleton className="h-60 w-full" />}>
          <Drawn history={history.data} units={units} today={today} />
        </Suspense>
      )}
    </>
  );
}

function Drawn({
  history,
  units,
  today,
}: {
  history: ExerciseHistory;
  units: Units;
  today: string;
}) {
  const { points, metric, best_on, exercise_name: name } = history;
  if (!points.length) return <p className="py-6 text-center text-soft">Nothing to show yet.</p>;
  return (
    <Chart
      title={`${metricName(metric)}, ${name}`}
      summary={historySummary(history, units, today)}
      kind={metric === 'volume' ? 'bar' : 'line'}
      format={(value) => figureText(metric, value, units)}
      points={points.map((point) => ({
        x: dayOf(point.date).getTime() / DAY_MS,
        y: toFigure(metric, point.value, units),
        label: shortDate(point.date, today),
        // A value that was only reached again is no record.
        marked: point.date === best_on,
      }))}
    />
  );
}
