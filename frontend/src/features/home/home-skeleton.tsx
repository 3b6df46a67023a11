import { Card } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { StatCardSkeleton } from '@/components/ui/stat-card';

function Rows({ count }: { count: number }) {
  return (
    <Card>
      <div className="px-4 py-4">
        <Skeleton className="h-4 w-32" />
      </div>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity
        <div key={index} className="flex items-center gap-3 border-t border-line px-4 py-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-1/3" />
            <Skeleton className="h-3 w-2/3" />
          </div>
        </div>
      ))}
    </Card>
  );
}

/** The home's shape while it is loaded. */
export function HomeSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <span role="status" className="sr-only">
        Loading
      </span>
      <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
        {['a', 'b', 'c', 'd'].map((key) => (
          <StatCardSkeleton key={key} />
        ))}
      </div>
      <div className="grid items-start gap-3 xl:grid-cols-[1.55fr_1fr]">
        <div className="flex flex-col gap-3">
          <Rows count={4} />
          <Rows count={4} />
        </div>
        <Rows count={8} />
      </div>
    </div>
  );
}
