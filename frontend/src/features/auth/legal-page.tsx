import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { messageOf } from '@/api/errors';
import type { GetLegalTextData, GetLegalTextResponses } from '@/api/generated';
import { api } from '@/api/http';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { AuthHeader, linkClass } from './parts';

const route = getRouteApi('/auth/legal/$kind/$version');

/** One version of the terms or of the privacy notice, for everybody to read. */
export function LegalPage() {
  const { kind, version } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['legal', kind, version],
    queryFn: ({ signal }) =>
      api.get<GetLegalTextData, GetLegalTextResponses>('/api/legal/{kind}/{version}', {
        path: { kind, version: Number(version) },
        signal,
        anonymous: true,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) {
    return (
      <>
        <AuthHeader title="This text could not be shown" lead={messageOf(error)} />
        <Button size="lg" variant="primary" onClick={() => void refetch()}>
          Try again
        </Button>
      </>
    );
  }
  if (!data) {
    return (
      <div aria-busy="true" className="flex flex-col gap-4">
        <AuthHeader title="One moment" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  const older = data.version !== data.current_version;
  return (
    <>
      <AuthHeader title={data.title} lead={`Version ${data.version}`} />
      {older && (
        <p className="mb-4 rounded-control bg-warn-wash px-3 py-2.5 text-warn">
          This is an earlier version.{' '}
          <Link
            to="/legal/$kind/$version"
            params={{ kind, version: String(data.current_version) }}
            className={linkClass}
          >
            Read the one that stands now
          </Link>
        </p>
      )}
      <p className="whitespace-pre-line">{data.text}</p>
    </>
  );
}
