import { Skeleton } from '@/components/ui/skeleton';

/** Stands in while a page's code or guard is under way; pages have their own skeletons for data. */
export function PagePending() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4 p-4 sm:p-7">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-4 w-72 max-w-full" />
      <Skeleton className="mt-2 h-40 w-full rounded-card" />
    </div>
  );
}
