import { useInfiniteQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { messageOf } from '@/api/errors';
import type { OpeningOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Timeline, type TimelineItem } from '@/components/timeline/timeline';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { openingsQuery } from './queries';
import { classNames } from './words';

/** Who opened which class of a client's data, and when. */
export function OpeningsCard({ clientId }: { clientId: string }) {
  const { user } = useSession();
  const list = useInfiniteQuery(openingsQuery(clientId));
  const items = list.data?.pages.flatMap((page) => page.items).map(itemOf) ?? [];
  return (
    // No card: the timeline's days stay in view on the page's own ground.
    <section aria-label="Who looked" className="flex flex-col gap-3">
      <div>
        <h2 className="text-base font-semibold">Who looked</h2>
        <p className="text-soft">
          Each look at one person’s data, told once an hour. Nobody can change this list; it is kept
          for two years.
        </p>
      </div>
      {list.isPending && <Skeleton className="h-24" />}
      {list.isError && !list.data && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && items.length === 0 && (
        <EmptyState icon={<Eye size={22} />} title="Nobody yet" className="py-6" />
      )}
      {items.length > 0 && <Timeline label="Who looked" items={items} timeZone={user.time_zone} />}
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
    </section>
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
