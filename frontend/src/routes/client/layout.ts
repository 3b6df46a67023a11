import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { requireSide } from '@/routes/guards';
import { rootRoute } from '@/routes/root';

/** Parent of every page under /me. */
export const clientRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/me',
  beforeLoad: async ({ location }) => {
    await requireSide('/me', location.href);
  },
});

/** Parent of the pages with the bar below; a workout has the whole screen instead. */
export const tabsRoute = createRoute({
  getParentRoute: () => clientRoute,
  id: 'tabs',
  component: lazyPage(() => import('@/components/layout/client-shell'), 'ClientShell'),
});
