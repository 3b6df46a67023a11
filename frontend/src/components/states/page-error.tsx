import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from './states';

/** What the router shows when a guard, a loader or a page threw. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorState
      heading="h1"
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
