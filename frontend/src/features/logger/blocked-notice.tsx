import { Link } from '@tanstack/react-router';
import { Button } from '@/components/ui/button';
import type { SyncState } from '@/lib/workout-log/runner';

export interface BlockedNoticeProps {
  sync: Extract<SyncState, { phase: 'blocked' }>;
  onRetry: () => void;
  onDiscard: () => void;
}

/** The server will not take the workout as it stands: why, and what can be done about it. */
export function BlockedNotice({ sync, onRetry, onDiscard }: BlockedNoticeProps) {
  return (
    <div role="alert" className="rounded-card bg-warn-wash px-4 py-3 text-base text-warn">
      <p className="font-medium">{sync.message}</p>
      <p className="mt-1">Your sets stay on this phone until they are saved.</p>
      <div className="mt-3 flex flex-wrap gap-2 text-text">
        <Button onClick={onRetry}>Try again</Button>
        <Button onClick={onDiscard}>Discard this one</Button>
        <Link to="/me" className="inline-flex items-center px-2 font-medium underline touch:h-11">
          Go to Today
        </Link>
      </div>
    </div>
  );
}
