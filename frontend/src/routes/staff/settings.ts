import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { staffRoute } from './layout';

/** Parent of every page under /app/settings; a new one is listed in `features/settings/settings-layout.tsx`, too. */
const settingsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/settings',
  component: lazyPage(() => import('@/features/settings/settings-layout'), 'SettingsLayout'),
});

const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/profile',
  component: lazyPage(() => import('@/features/settings/profile-page'), 'ProfilePage'),
});

const securityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/security',
  component: lazyPage(() => import('@/features/security/security-page'), 'SecurityPage'),
});

const studioRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/studio',
  component: lazyPage(() => import('@/features/settings/studio-page'), 'StudioPage'),
});

const teamRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/team',
  component: lazyPage(() => import('@/features/settings/team-page'), 'TeamPage'),
});

export const settingsRoutes = [
  settingsRoute.addChildren([profileRoute, securityRoute, studioRoute, teamRoute]),
] as const;
