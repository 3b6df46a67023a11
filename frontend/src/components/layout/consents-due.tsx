import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useSession } from '@/api/session';
import { viewedRole } from '@/api/viewed-role';
import { Skeleton } from '@/components/ui/skeleton';
import { putOff } from '@/lib/put-off';

const ConsentsAsked = lazy(() =>
  import('@/components/account/consents-asked').then((m) => ({ default: m.ConsentsAsked })),
);

/** Where a day begins, and where privacy stands: in the middle of work nobody is asked. */
const places = ['/app', '/me', '/app/settings/privacy', '/me/account/privacy'];

/** About as high as a question, so that the page below it stays where it is when the question comes. */
const rooms = {
  client: 'min-h-[300px] sm:min-h-[210px]',
  staff: 'min-h-[236px] sm:min-h-[170px] lg:min-h-[132px]',
};

/** Asks for what the person has yet to decide, above the page. Nothing, and no code for it, for everybody else. */
export function ConsentsDue() {
  const { consents_due: due, member_id: member, role } = useSession();
  const { pathname } = useLocation();
  // As somebody else one looks, and decides nothing.
  if (!due?.length || viewedRole() || !places.includes(pathname)) return null;
  const later = putOff();
  const left = due.some((kind) => !later.some((one) => one.startsWith(`${member}:${kind}:`)));
  const room = role === 'client' ? rooms.client : rooms.staff;
  const waiting = left ? <Skeleton className={`${room} shrink-0 rounded-card`} /> : null;
  return (
    <Suspense fallback={waiting}>
      <ConsentsAsked className={room} waiting={waiting} />
    </Suspense>
  );
}
