import { Skeleton } from '@/components/ui/skeleton';

export function TodaySkeleton() {
  return (
    <div role="status" aria-label="Loading your day" className="flex flex-col gap-5">
      <div className="flex flex-col gap-3 rounded-card border border-line bg-surface p-5">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-8 w-48" />
        <Skeleton className="h-5 w-full" />
        <Skeleton className="h-5 w-3/4" />
        <Skeleton className="mt-2 h-[52px] w-full rounded-card" />
      </div>
      <Skeleton className="h-[118px] w-full rounded-card" />
    </div>
  );
}
