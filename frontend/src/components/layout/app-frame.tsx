import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useSessionState } from '@/api/session';
import { currentToasts, subscribeToasts } from '@/lib/toasts';

const SignInAgain = lazy(() =>
  import('@/components/account/sign-in-again').then((m) => ({ default: m.SignInAgain })),
);
const Toaster = lazy(() => import('@/components/ui/toaster').then((m) => ({ default: m.Toaster })));

/** Around every page: notices, and the question to sign in again; each comes when it is first needed. */
export function AppFrame() {
  const session = useSessionState();
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  return (
    <>
      <Outlet />
      {session.status === 'expired' && (
        <Suspense fallback={null}>
          <SignInAgain me={session.me} />
        </Suspense>
      )}
      {toasts.length > 0 && (
        <Suspense fallback={null}>
          <Toaster />
        </Suspense>
      )}
    </>
  );
}
