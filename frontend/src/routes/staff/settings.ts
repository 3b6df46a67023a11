import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from './layout';

const settingsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/settings/settings-page'), 'SettingsPage'),
});

export const settingsRoutes = [settingsRoute] as const;
