import { useInfiniteQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { messageOf } from '@/api/errors';
import type { OpeningOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Timeline, type TimelineItem } from '@/components/timeline/timeline';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { openingsQuery } from './queries';
import { classNames } from './words';

/** Who opened which class of a client's data, and when. */
export function OpeningsCard({ clientId }: { clientId: string }) {
  const { user } = useSession();
  const list = useInfiniteQuery(openingsQuery(clientId));
  const items = list.data?.pages.flatMap((page) => page.items).map(itemOf) ?? [];
  return (
    <Card aria-label="Who looked">
      <CardHeader title="Who looked" />
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-soft">
          Each look at one person’s data, told once an hour. Nobody can change this list; it is kept
          for two years.
        </p>
        {list.isPending && <Skeleton className="h-24" />}
        {list.isError && !list.data && (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        )}
        {list.data && items.length === 0 && (
          <EmptyState icon={<Eye size={22} />} title="Nobody yet" className="py-6" />
        )}
        {items.length > 0 && (
          <Timeline label="Who looked" items={items} timeZone={user.time_zone} />
        )}
        {list.hasNextPage && (
          <Button
            busy={list.isFetchingNextPage}
            className="self-center"
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        )}
        {list.isFetchNextPageError && (
          <p role="alert" className="text-center text-sm text-bad-ink">
            {messageOf(list.error)}
          </p>
        )}
      </div>
    </Card>
  );
}

function itemOf(opening: OpeningOut): TimelineItem {
  return {
    id: opening.id,
    at: opening.at,
    icon: <Eye size={16} />,
    title: (
      <>
        <span className="font-medium">{opening.name ?? 'Somebody who is gone'}</span> opened:{' '}
        {classNames[opening.data_class]}
        {opening.by_key && ' (a program, by an API key)'}
      </>
    ),
  };
}
