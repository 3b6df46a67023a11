import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { EyeOff } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { ClientOut } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { EmptyState } from '@/components/states/states';
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
const ClientPrivacy = lazy(() =>
  import('@/features/privacy/client-privacy').then((m) => ({ default: m.ClientPrivacy })),
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
  const permissions = useSession().permissions;
  const privacy = PRIVACY.some((name) => permissions[name]);
  return (
    <>
      <ClientDetail
        key={clientId}
        clientId={clientId}
        {...(client ? partsOf(client, privacy) : {})}
      />
      <OpenSession />
    </>
  );
}

/** Any of these has something to show about a client's privacy. */
const PRIVACY = ['privacy:read', 'privacy:openings', 'privacy:export'];

function partsOf(client: ClientOut, privacy: boolean) {
  const shares = !client.withheld.includes('training');
  return {
    ...(privacy && {
      privacy: (
        <Suspense fallback={waiting}>
          <h2 className="sr-only">Privacy</h2>
          <ClientPrivacy clientId={client.id} name={fullName(client)} />
        </Suspense>
      ),
    }),
    program: (
      <Suspense fallback={waiting}>
        <h2 className="sr-only">Program</h2>
        <ClientProgram clientId={client.id} clientName={fullName(client)} />
      </Suspense>
    ),
    progress: (
      <Suspense fallback={waiting}>
        <h2 className="sr-only">Progress</h2>
        {shares ? <Progress client={client} /> : <NotShared />}
      </Suspense>
    ),
    history: (
      <Suspense fallback={waiting}>
        <h2 className="sr-only">History</h2>
        {shares ? <History clientId={client.id} /> : <NotShared />}
      </Suspense>
    ),
  };
}

function NotShared() {
  return (
    <EmptyState
      icon={<EyeOff size={22} />}
      title="Not shared"
      text="The client keeps their training to themselves. They can share it again at any time."
    />
  );
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
