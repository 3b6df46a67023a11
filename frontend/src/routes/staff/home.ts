import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { staffRoute } from './layout';

const homeRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/',
  component: lazyPage(() => import('@/features/home/home-page'), 'HomePage'),
});

export const homeRoutes = [homeRoute] as const;
