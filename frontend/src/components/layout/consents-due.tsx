import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useSession } from '@/api/session';
import { viewedRole } from '@/api/viewed-role';

const ConsentsAsked = lazy(() =>
  import('@/components/account/consents-asked').then((m) => ({ default: m.ConsentsAsked })),
);

/** Where a day begins, and where privacy stands: in the middle of work nobody is asked. */
const places = ['/app', '/me', '/app/settings/privacy', '/me/account/privacy'];

/** Asks for what the person has yet to decide, above the page. Nothing, and no code for it, for everybody else. */
export function ConsentsDue() {
  const { consents_due: due } = useSession();
  const { pathname } = useLocation();
  // As somebody else one looks, and decides nothing.
  if (!due?.length || viewedRole() || !places.includes(pathname)) return null;
  return (
    <Suspense fallback={null}>
      <ConsentsAsked />
    </Suspense>
  );
}
