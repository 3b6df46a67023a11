import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { staffRoute } from './layout';

const settingsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/settings',
  component: lazyPage(() => import('@/features/settings/settings-page'), 'SettingsPage'),
});

export const settingsRoutes = [settingsRoute] as const;
