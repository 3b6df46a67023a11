import { messageOf } from '@/api/errors';
import { Button } from '@/components/ui/button';

interface ListFootProps {
  loading: boolean;
  error: Error | null;
  onRetry: () => void;
}

/** Below an endless list: that more is coming, or that it did not come. */
export function ListFoot({ loading, error, onRetry }: ListFootProps) {
  if (error) {
    return (
      <p role="alert" className="flex items-center justify-center gap-3 p-4 text-soft">
        {messageOf(error)}
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      </p>
    );
  }
  return loading ? <p className="p-4 text-center text-faint">Loading more…</p> : null;
}
