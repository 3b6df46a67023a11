import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from './layout';

const homeRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/home-page'), 'HomePage'),
});

export const homeRoutes = [homeRoute] as const;
