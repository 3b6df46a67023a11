import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { ClientOut } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { todayIn } from '@/components/ui/date-text';
import { Skeleton } from '@/components/ui/skeleton';
import { ClientDetail } from '@/features/clients/client-detail';
import { fullName } from '@/features/clients/names';
import { clientQuery } from '@/features/clients/queries';

const ClientProgram = lazy(() =>
  import('@/features/training/client-program').then((m) => ({ default: m.ClientProgram })),
);
const ProgressPanel = lazy(() =>
  import('@/components/progress/progress-panel').then((m) => ({ default: m.ProgressPanel })),
);
const HistoryList = lazy(() =>
  import('@/components/progress/history-list').then((m) => ({ default: m.HistoryList })),
);
const SessionSheet = lazy(() =>
  import('@/components/progress/session-sheet').then((m) => ({ default: m.SessionSheet })),
);

const route = getRouteApi('/app/clients/$clientId');
const waiting = <Skeleton className="h-64 rounded-card" />;

/** Puts together what several features know of one client: features do not import each other. */
export function ClientPage() {
  const { clientId } = route.useParams();
  // Asked for by the page inside as well: one request, and both are told of changes.
  const { data: client } = useQuery(clientQuery(clientId));
  return (
    <>
      <ClientDetail key={clientId} clientId={clientId} {...(client ? partsOf(client) : {})} />
      <OpenSession />
    </>
  );
}

function partsOf(client: ClientOut) {
  return {
    program: (
      <Suspense fallback={waiting}>
        <h2 className="sr-only">Program</h2>
        <ClientProgram clientId={client.id} clientName={fullName(client)} />
      </Suspense>
    ),
    progress: (
      <Suspense fallback={waiting}>
        <h2 className="sr-only">Progress</h2>
        <Progress client={client} />
      </Suspense>
    ),
    history: (
      <Suspense fallback={waiting}>
        <h2 className="sr-only">History</h2>
        <History clientId={client.id} />
      </Suspense>
    ),
  };
}

function Progress({ client }: { client: ClientOut }) {
  const { units, time_zone: timeZone } = useSession().user;
  return (
    <ProgressPanel
      clientId={client.id}
      units={units}
      today={todayIn(timeZone)}
      streak={client.facts.streak_weeks}
    />
  );
}

function History({ clientId }: { clientId: string }) {
  const { units, time_zone: timeZone } = useSession().user;
  return (
    <HistoryList
      clientId={clientId}
      units={units}
      today={todayIn(timeZone)}
      frame={({ id }, row, className) => (
        <Link
          to="."
          search={(before) => ({ ...before, session: id })}
          resetScroll={false}
          className={className}
        >
          {row}
        </Link>
      )}
    />
  );
}

/** The workout that the address names, over the client it belongs to. */
function OpenSession() {
  const { session } = route.useSearch();
  const navigate = route.useNavigate();
  const { units, time_zone: timeZone } = useSession().user;
  const mayLog = usePermission('workouts:log') !== null;
  if (!session) return null;
  return (
    <Suspense fallback={null}>
      <SessionSheet
        sessionId={session}
        units={units}
        today={todayIn(timeZone)}
        correctable={mayLog}
        onClose={() =>
          void navigate({
            search: ({ session: _session, ...kept }) => kept,
            replace: true,
            resetScroll: false,
          })
        }
      />
    </Suspense>
  );
}
