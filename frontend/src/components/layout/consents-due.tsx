import { lazy, Suspense } from 'react';
import { useSession } from '@/api/session';
import { viewedRole } from '@/api/viewed-role';

const ConsentsAsked = lazy(() =>
  import('@/components/account/consents-asked').then((m) => ({ default: m.ConsentsAsked })),
);

/** Asks for what the person has yet to decide, above the page. Nothing, and no code for it, for everybody else. */
export function ConsentsDue() {
  const { consents_due: due } = useSession();
  // As somebody else one looks, and decides nothing.
  if (!due?.length || viewedRole()) return null;
  return (
    <Suspense fallback={null}>
      <ConsentsAsked />
    </Suspense>
  );
}
