import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '@/api/session';
import { PagePending } from '@/components/states/page-pending';
import { EmptyState, ErrorState } from '@/components/states/states';
import { buttonClass } from '@/components/ui/button';
import { browserTimeZone } from '@/lib/dates';
import { keepLog, type LogStore, openLog } from '@/lib/workout-log/store';
import { sessionQuery } from '@/lib/workouts/queries';
import { resumedFree } from './build';
import { Logger } from './logger';

const route = getRouteApi('/me/free/$sessionId');

/** A workout without a plan, kept here or under way on another device. */
export function FreePage() {
  const { sessionId } = route.useParams();
  const { user } = useSession();
  const owner = { userId: user.id, timeZone: browserTimeZone() };
  const [begun, setBegun] = useState<LogStore | null>(null);
  const store = begun ?? openLog(user.id, sessionId);
  const known = store?.get().session;
  const asked = useQuery({ ...sessionQuery(sessionId), enabled: !known });

  if (known && store) return <Logger store={store} />;
  if (asked.isError) {
    return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data?.session.status === 'in_progress') {
    const log = asked.data;
    return (
      <EmptyState
        title={log.session.name}
        text="This workout is under way on another device."
        action={
          <button
            type="button"
            className={buttonClass('primary')}
            onClick={() => setBegun(keepLog(resumedFree(owner, log)))}
          >
            Go on here
          </button>
        }
      />
    );
  }
  if (asked.data?.session.status === 'finished') {
    return <Navigate to="/me/sessions/$sessionId" params={{ sessionId }} replace />;
  }
  if (asked.isPending) return <PagePending />;
  return (
    <EmptyState
      title="This workout is not here any more"
      action={
        <Link to="/me" className={buttonClass('primary')}>
          Go to Today
        </Link>
      }
    />
  );
}
