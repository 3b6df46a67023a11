import { CloudOff, Lock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, messageOf, NetworkError } from '@/api/errors';
import { Button } from '@/components/ui/button';
import { cx } from '@/lib/cx';

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  text?: ReactNode;
  /** The action that leads on. */
  action?: ReactNode;
  /** Where this is all that the page shows, its title is the page's heading. */
  heading?: 'h1' | 'h2';
  className?: string;
}

export function EmptyState({ icon, title, text, action, heading, className }: EmptyStateProps) {
  const Title = heading ?? 'p';
  return (
    <div
      className={cx(
        'mx-auto flex max-w-sm flex-col items-center px-6 py-12 text-center',
        className,
      )}
    >
      {icon && (
        <span
          aria-hidden="true"
          className="mb-4 grid size-12 place-items-center rounded-full bg-fill text-soft"
        >
          {icon}
        </span>
      )}
      <Title className="text-lg font-semibold tracking-tight">{title}</Title>
      {text && <p className="mt-1 text-soft">{text}</p>}
      {action && <div className="mt-5 flex gap-2">{action}</div>}
    </div>
  );
}

/** What happened and what to do, with the request's number for support. */
export function ErrorState({
  error,
  onRetry,
  heading,
}: Pick<EmptyStateProps, 'heading'> & { error: unknown; onRetry?: () => void }) {
  const offline = error instanceof NetworkError;
  // Asking again changes nothing, and the name of a permission says nothing.
  if (error instanceof ApiError && error.code === 'forbidden') {
    return (
      <div role="alert">
        <EmptyState
          icon={<Lock size={22} />}
          {...(heading && { heading })}
          title="Not for your role"
          text="Your role does not include this. Who manages the roles of your studio can change that."
        />
      </div>
    );
  }
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div role="alert">
      <EmptyState
        icon={offline ? <CloudOff size={22} /> : <TriangleAlert size={22} />}
        {...(heading && { heading })}
        title={offline ? 'No connection' : 'This did not load'}
        text={
          <>
            {messageOf(error)}
            {requestId && (
              <span className="mt-2 block text-sm text-faint">
                For support: <span className="break-all select-all">{requestId}</span>
              </span>
            )}
          </>
        }
        action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      />
    </div>
  );
}

/** A strip at the top of a page that shows what was kept while there is no network. */
export function OfflineNotice({ children }: { children?: ReactNode }) {
  return (
    <p
      role="status"
      className="flex items-center gap-2 rounded-control bg-warn-wash px-3 py-2 text-sm text-warn"
    >
      <CloudOff size={16} aria-hidden className="shrink-0" />
      {children ?? 'You are offline. This is what was last loaded.'}
    </p>
  );
}
