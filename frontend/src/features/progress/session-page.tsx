import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { SessionDetail } from '@/components/progress/session-detail';
import { Button } from '@/components/ui/button';
import { todayIn } from '@/components/ui/date-text';
import { longDate } from '@/lib/dates';
import { sessionQuery } from '@/lib/workouts/queries';

const route = getRouteApi('/me/tabs/sessions/$sessionId');

const CORRECTABLE_MS = 48 * 3_600_000;

/** Clients correct what they logged for two days; the server decides, and knows of workouts that came in late. */
const isRecent = (finishedAt: string | null) =>
  finishedAt !== null && Date.now() - Date.parse(finishedAt) < CORRECTABLE_MS;

/** One finished workout of the signed-in client. */
export function SessionPage() {
  const { sessionId } = route.useParams();
  const { user } = useSession();
  const router = useRouter();
  const { data } = useQuery(sessionQuery(sessionId));
  return (
    <Page>
      <Button
        variant="quiet"
        className="-ml-3 self-start"
        icon={<ChevronLeft size={18} aria-hidden />}
        onClick={() => {
          if (router.history.canGoBack()) router.history.back();
          else void router.navigate({ to: '/me/progress', search: { view: 'history' } });
        }}
      >
        Back
      </Button>
      <PageHeader
        title={data?.session.name ?? 'Workout'}
        lead={data && longDate(data.session.local_date, todayIn(user.time_zone))}
      />
      <SessionDetail
        sessionId={sessionId}
        units={user.units}
        correctable={data !== undefined && isRecent(data.session.finished_at)}
      />
    </Page>
  );
}
