import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { currentToasts, subscribeToasts } from '@/lib/toasts';

const Toaster = lazy(() => import('@/components/ui/toaster').then((m) => ({ default: m.Toaster })));

/** Around every page: the notices, which come with the first one. */
export function AppFrame() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  return (
    <>
      <Outlet />
      {toasts.length > 0 && (
        <Suspense fallback={null}>
          <Toaster />
        </Suspense>
      )}
    </>
  );
}
