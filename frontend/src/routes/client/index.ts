import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { clientRoute } from './layout';

const todayRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/today/today-page'), 'TodayPage'),
});

const programRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/program',
  component: lazyRouteComponent(() => import('@/features/program/program-page'), 'ProgramPage'),
});

const progressRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/progress',
  component: lazyRouteComponent(() => import('@/features/progress/progress-page'), 'ProgressPage'),
});

const profileRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/features/profile/profile-page'), 'ProfilePage'),
});

export const clientTree = clientRoute.addChildren([
  todayRoute,
  programRoute,
  progressRoute,
  profileRoute,
]);
