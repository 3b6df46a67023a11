import { messageOf } from '@/api/errors';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';

/** The table's shape while its first page is loaded. */
export function ListSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3">
      <span role="status" className="sr-only">
        Loading
      </span>
      <Skeleton className="h-9 max-w-72" />
      <div className="rounded-card border border-line bg-surface">
        {Array.from({ length: 9 }, (_, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity
            key={index}
            className="flex h-[52px] items-center gap-3 border-b border-line px-4 last:border-0"
          >
            <Skeleton className="size-8 rounded-full" />
            <Skeleton className="h-4 w-40" />
            <Skeleton className="ml-auto h-4 w-1/4" />
          </div>
        ))}
      </div>
    </div>
  );
}

interface Pages {
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

/** Below the last row: that more is coming, or why it is not. */
export function ListFoot({ list }: { list: Pages }) {
  if (list.isFetchNextPageError) {
    return (
      <p role="alert" className="flex items-center justify-center gap-3 p-4 text-bad-ink">
        {messageOf(list.error)}
        <Button size="sm" onClick={() => void list.fetchNextPage()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!list.isFetchingNextPage) return null;
  return (
    <p role="status" className="p-4 text-center text-faint">
      Loading more…
    </p>
  );
}
