import { Card } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';

/** The shape of a list before its first rows. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <Card aria-busy="true" className="divide-y divide-line">
      <p role="status" className="sr-only">
        {label}
      </p>
      {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
        <div key={row} className="flex h-[52px] items-center gap-4 px-4">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="ml-auto hidden h-4 w-32 sm:block" />
          <Skeleton className="hidden h-4 w-24 sm:block" />
        </div>
      ))}
    </Card>
  );
}
