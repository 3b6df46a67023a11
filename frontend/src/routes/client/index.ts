import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { choiceParam, defined, textParam } from '@/lib/search';
import { clientRoute, tabsRoute } from './layout';
import { freeRoute, workoutRoute } from './workouts';

const todayRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/',
  component: lazyPage(() => import('@/features/today/today-page'), 'TodayPage'),
});

const programRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/program',
  component: lazyPage(() => import('@/features/program/program-page'), 'ProgramPage'),
});

const progressRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/progress',
  validateSearch: (search: Record<string, unknown>) =>
    defined({
      view: choiceParam(search['view'], ['overview', 'exercises', 'history']),
      exercise: textParam(search['exercise']),
    }),
  component: lazyPage(() => import('@/features/progress/progress-page'), 'ProgressPage'),
});

const sessionRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/sessions/$sessionId',
  component: lazyPage(() => import('@/features/progress/session-page'), 'SessionPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/account',
  component: lazyPage(() => import('@/features/me/account-page'), 'AccountPage'),
});

const securityRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/account/security',
  component: lazyPage(() => import('./account-pages'), 'ClientSecurityPage'),
});

const privacyRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/account/privacy',
  component: lazyPage(() => import('./privacy-page'), 'ClientPrivacyPage'),
});

const preferencesRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/account/preferences',
  component: lazyPage(() => import('./account-pages'), 'ClientPreferencesPage'),
});

const studiosRoute = createRoute({
  getParentRoute: () => tabsRoute,
  path: '/account/studios',
  component: lazyPage(() => import('./account-pages'), 'ClientStudiosPage'),
});

export const clientTree = clientRoute.addChildren([
  tabsRoute.addChildren([
    todayRoute,
    programRoute,
    progressRoute,
    sessionRoute,
    accountRoute,
    securityRoute,
    studiosRoute,
    preferencesRoute,
    privacyRoute,
  ]),
  workoutRoute,
  freeRoute,
]);
