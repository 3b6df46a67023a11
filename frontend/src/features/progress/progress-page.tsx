import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { AdherenceGrid } from '@/components/progress/adherence-grid';
import { ExerciseChart } from '@/components/progress/exercise-chart';
import { HistoryList } from '@/components/progress/history-list';
import { RecordsList } from '@/components/progress/records-list';
import { ErrorState } from '@/components/states/states';
import { todayIn } from '@/components/ui/date-text';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { todayQuery } from '@/lib/workouts/queries';
import { useClientId } from '@/lib/workouts/use-client-id';

const route = getRouteApi('/me/tabs/progress');

/** What the work brought: the plan followed and records, one exercise over time, every workout. */
export function ProgressPage() {
  const { user } = useSession();
  const clientId = useClientId();
  const { view = 'overview', exercise } = route.useSearch();
  const navigate = route.useNavigate();
  const day = useQuery(todayQuery());
  const streak = day.data?.streak_weeks;
  const today = todayIn(user.time_zone);
  if (!clientId) {
    return (
      <Page>
        <PageHeader title="Progress" />
        {day.isError ? (
          <ErrorState error={day.error} onRetry={() => void day.refetch()} />
        ) : (
          <Skeleton className="h-64 w-full rounded-card" />
        )}
      </Page>
    );
  }
  const shared = { clientId, units: user.units, today };
  return (
    <Page>
      <PageHeader title="Progress" />
      <Tabs
        label="Progress"
        value={view}
        onValueChange={(next) =>
          void navigate({ search: (now) => ({ ...now, view: next }), replace: true })
        }
        tabs={[
          {
            value: 'overview',
            label: 'Overview',
            content: (
              <div className="flex flex-col gap-4">
                <AdherenceGrid clientId={clientId} streak={streak} />
                <RecordsList {...shared} />
              </div>
            ),
          },
          {
            value: 'exercises',
            label: 'Exercises',
            content: (
              <ExerciseChart
                {...shared}
                exerciseId={exercise}
                onExercise={(id) =>
                  void navigate({ search: (now) => ({ ...now, exercise: id }), replace: true })
                }
              />
            ),
          },
          {
            value: 'history',
            label: 'History',
            content: (
              <HistoryList
                {...shared}
                frame={(session, row, className) => (
                  <Link
                    to="/me/sessions/$sessionId"
                    params={{ sessionId: session.id }}
                    className={className}
                  >
                    {row}
                  </Link>
                )}
              />
            ),
          },
        ]}
      />
    </Page>
  );
}
