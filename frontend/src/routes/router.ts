import { createRouter } from '@tanstack/react-router';
import { NotFound } from '@/components/states/not-found';
import { PageError } from '@/components/states/page-error';
import { PagePending } from '@/components/states/page-pending';
import { authTree } from './auth';
import { clientTree } from './client';
import { indexRoute, kitRoute, rootRoute, securityRoute } from './root';
import { staffTree } from './staff';
import { builderRoute } from './staff/training';

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    indexRoute,
    securityRoute,
    kitRoute,
    authTree,
    staffTree,
    builderRoute,
    clientTree,
  ]),
  defaultPreload: 'intent',
  // Queries hold the data and know how fresh it is; the router only starts them.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingMs: 200,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
