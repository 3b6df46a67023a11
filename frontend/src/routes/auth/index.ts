import { createRoute } from '@tanstack/react-router';
import { providersQuery } from '@/lib/external';
import { lazyPage } from '@/lib/lazy-page';
import { queryClient } from '@/lib/query';
import { defined, pathParam, type RawSearch, textParam } from '@/lib/search';
import { openForLinking, requireAnonymous } from '@/routes/guards';
import { rootRoute } from '@/routes/root';

const authRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'auth',
  pendingMs: Number.POSITIVE_INFINITY,
  component: lazyPage(() => import('@/components/layout/auth-shell'), 'AuthShell'),
});

/**
 * A card that grew around a skeleton would move everything on it: what stood before (the first paint, or the page that
 * one comes from) stays until the page is whole.
 */
const whole = { getParentRoute: () => authRoute, pendingMs: Number.POSITIVE_INFINITY };

/** How long a page waits to know which other ways in there are; after that they join it when they come. */
const PATIENCE_MS = 2_000;

/** Looks up the other ways in while the page's code is on its way: buttons that came late would push the form aside. */
async function waysIn(): Promise<void> {
  // Asked for before already, where `newcomers` ran: both wait for the one answer.
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([queryClient.prefetchQuery(providersQuery), late]);
}

/** Lets those through who are not signed in; what their page waits for is asked for at the same time. */
function newcomers(): Promise<void> {
  void queryClient.prefetchQuery(providersQuery);
  return requireAnonymous();
}

const loginRoute = createRoute({
  ...whole,
  path: '/login',
  validateSearch: (search: RawSearch) =>
    defined({ next: pathParam(search['next']), email: textParam(search['email']) }),
  beforeLoad: newcomers,
  loader: waysIn,
  component: lazyPage(() => import('@/features/auth/login-page'), 'LoginPage'),
});

const registerRoute = createRoute({
  ...whole,
  path: '/register',
  beforeLoad: newcomers,
  loader: waysIn,
  component: lazyPage(() => import('@/features/auth/register-page'), 'RegisterPage'),
});

const verifyRoute = createRoute({
  ...whole,
  path: '/verify',
  validateSearch: (search: RawSearch) => defined({ token: textParam(search['token']) }),
  component: lazyPage(() => import('@/features/auth/verify-page'), 'VerifyPage'),
});

const forgotRoute = createRoute({
  ...whole,
  path: '/forgot',
  component: lazyPage(() => import('@/features/auth/forgot-page'), 'ForgotPage'),
});

const resetRoute = createRoute({
  ...whole,
  path: '/reset',
  validateSearch: (search: RawSearch) => defined({ token: textParam(search['token']) }),
  component: lazyPage(() => import('@/features/auth/reset-page'), 'ResetPage'),
});

const inviteRoute = createRoute({
  ...whole,
  path: '/invite/$token',
  loader: waysIn,
  component: lazyPage(() => import('@/features/auth/invite-page'), 'InvitePage'),
});

const externalRoute = createRoute({
  ...whole,
  path: '/external',
  beforeLoad: openForLinking,
  component: lazyPage(() => import('@/features/auth/external-page'), 'ExternalPage'),
});

/** A studio's public page, open to whoever is signed in, too. */
const joinRoute = createRoute({
  ...whole,
  path: '/o/$slug/join',
  component: lazyPage(() => import('@/features/auth/join-page'), 'JoinPage'),
});

/** What one accepts, for everybody to read. */
const legalRoute = createRoute({
  ...whole,
  path: '/legal/$kind/$version',
  component: lazyPage(() => import('@/features/auth/legal-page'), 'LegalPage'),
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
  legalRoute,
]);
