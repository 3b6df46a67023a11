import { createRoute, redirect } from '@tanstack/react-router';
import { sessionState } from '@/api/session';
import { placesOf } from '@/components/layout/staff-places';
import { lazyPage } from '@/lib/lazy-page';
import { staffRoute } from './layout';

const homeRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/',
  beforeLoad: () => {
    const { me } = sessionState();
    // Who is held back waits here, under the page that says why, and goes on from here.
    if (!me || me.held_back) return;
    // Who has no home here, by their role, begins at the first place that they have.
    const first = placesOf(me.permissions)[0];
    if (first && first.to !== '/app') throw redirect({ to: first.to, replace: true });
  },
  component: lazyPage(() => import('@/features/home/home-page'), 'HomePage'),
});

export const homeRoutes = [homeRoute] as const;
