import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { requireSide } from '@/routes/guards';
import { rootRoute } from '@/routes/root';

/** Parent of every page under /app. */
export const staffRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app',
  beforeLoad: async ({ location }) => {
    await requireSide('/app', location.href);
  },
  component: lazyPage(() => import('@/routes/staff/staff-layout'), 'StaffLayout'),
});
