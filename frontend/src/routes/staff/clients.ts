import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from './layout';

const clientsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/clients',
  component: lazyRouteComponent(() => import('@/features/clients/clients-page'), 'ClientsPage'),
});

export const clientsRoutes = [clientsRoute] as const;
