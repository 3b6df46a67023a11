import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import { ClientDetail } from '@/features/clients/client-detail';
import { fullName } from '@/features/clients/names';
import { clientQuery } from '@/features/clients/queries';

const ClientProgram = lazy(() =>
  import('@/features/training/client-program').then((m) => ({ default: m.ClientProgram })),
);

const route = getRouteApi('/app/clients/$clientId');

/** Puts together what several features know of one client: features do not import each other. */
export function ClientPage() {
  const { clientId } = route.useParams();
  const { data: client } = useQuery(clientQuery(clientId));
  return (
    <ClientDetail
      key={clientId}
      clientId={clientId}
      program={
        <Suspense fallback={<Skeleton className="h-64 rounded-card" />}>
          <h2 className="sr-only">Program</h2>
          <ClientProgram
            clientId={clientId}
            {...(client ? { clientName: fullName(client) } : {})}
          />
        </Suspense>
      }
    />
  );
}
