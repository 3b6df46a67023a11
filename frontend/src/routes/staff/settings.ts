import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { dateParam, defined, idParam, type RawSearch, textParam } from '@/lib/search';
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

const preferencesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/preferences',
  component: lazyPage(() => import('@/features/preferences/preferences-page'), 'PreferencesPage'),
});

const studioRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/studio',
  component: lazyPage(() => import('@/features/settings/studio-page'), 'StudioPage'),
});

const studiosRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/studios',
  component: lazyPage(() => import('@/features/settings/studios-page'), 'StudiosPage'),
});

const teamRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/team',
  component: lazyPage(() => import('@/features/team/team-page'), 'TeamPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/roles',
  component: lazyPage(() => import('@/features/team/roles-page'), 'RolesPage'),
});

const roleRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/roles/$roleId',
  validateSearch: (search: RawSearch) => defined({ from: textParam(search['from']) }),
  component: lazyPage(() => import('@/features/team/role-page'), 'RolePage'),
});

const apiKeysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/api-keys',
  component: lazyPage(() => import('@/features/api-keys/api-keys-page'), 'ApiKeysPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/audit',
  validateSearch: (search: RawSearch) =>
    defined({
      action: textParam(search['action']),
      member: idParam(search['member']),
      person: idParam(search['person']),
      from: dateParam(search['from']),
      to: dateParam(search['to']),
    }),
  component: lazyPage(() => import('@/features/audit/audit-page'), 'AuditPage'),
});

const privacyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/privacy',
  component: lazyPage(() => import('@/features/privacy/studio-privacy-page'), 'StudioPrivacyPage'),
});

export const settingsRoutes = [
  settingsRoute.addChildren([
    profileRoute,
    preferencesRoute,
    securityRoute,
    studioRoute,
    studiosRoute,
    teamRoute,
    rolesRoute,
    roleRoute,
    apiKeysRoute,
    auditRoute,
    privacyRoute,
  ]),
] as const;
