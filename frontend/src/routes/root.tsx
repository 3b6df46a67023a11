import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { homeOf, openSession } from '@/api/session';
import { AppFrame } from '@/components/layout/app-frame';
import { lazyPage } from '@/lib/lazy-page';

export const rootRoute = createRootRoute({ component: AppFrame });

export const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async () => {
    const session = await openSession();
    throw redirect({
      to: session.me ? homeOf(session.me) : '/login',
      replace: true,
    });
  },
});

/** Where mails about sign-ins lead: the page is at another place for staff and for clients. */
export const securityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/security',
  beforeLoad: async () => {
    const { me } = await openSession();
    if (!me) throw redirect({ to: '/login', search: { next: '/security' }, replace: true });
    const to = homeOf(me) === '/app' ? '/app/settings/security' : '/me/account/security';
    throw redirect({ to, replace: true });
  },
});

/** Every component in every state: for whoever builds or reviews a page. */
export const kitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/kit',
  component: lazyPage(() => import('@/routes/kit/kit-page'), 'KitPage'),
});
