import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { defined, pathParam, type RawSearch, textParam } from '@/lib/search';
import { openForLinking, requireAnonymous } from '@/routes/guards';
import { rootRoute } from '@/routes/root';

const authRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'auth',
  component: lazyPage(() => import('@/components/layout/auth-shell'), 'AuthShell'),
});

const loginRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/login',
  validateSearch: (search: RawSearch) =>
    defined({ next: pathParam(search['next']), email: textParam(search['email']) }),
  beforeLoad: requireAnonymous,
  component: lazyPage(() => import('@/features/auth/login-page'), 'LoginPage'),
});

const registerRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/register',
  beforeLoad: requireAnonymous,
  component: lazyPage(() => import('@/features/auth/register-page'), 'RegisterPage'),
});

const verifyRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/verify',
  validateSearch: (search: RawSearch) => defined({ token: textParam(search['token']) }),
  component: lazyPage(() => import('@/features/auth/verify-page'), 'VerifyPage'),
});

const forgotRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/forgot',
  component: lazyPage(() => import('@/features/auth/forgot-page'), 'ForgotPage'),
});

const resetRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/reset',
  validateSearch: (search: RawSearch) => defined({ token: textParam(search['token']) }),
  component: lazyPage(() => import('@/features/auth/reset-page'), 'ResetPage'),
});

const inviteRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/invite/$token',
  component: lazyPage(() => import('@/features/auth/invite-page'), 'InvitePage'),
});

const externalRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/external',
  beforeLoad: openForLinking,
  component: lazyPage(() => import('@/features/auth/external-page'), 'ExternalPage'),
});

/** A studio's public page, open to whoever is signed in, too. */
const joinRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/o/$slug/join',
  component: lazyPage(() => import('@/features/auth/join-page'), 'JoinPage'),
});

export const authTree = authRoute.addChildren([
  loginRoute,
  registerRoute,
  verifyRoute,
  forgotRoute,
  resetRoute,
  inviteRoute,
  joinRoute,
  externalRoute,
]);
