import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { clientRoute } from './layout';

/** A planned workout: its preview, and the logger from its start on. */
export const workoutRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/workout/$workoutId',
  // `?start=true` is what a Start button leads to: it begins at once.
  validateSearch: (search: Record<string, unknown>): { start?: true } =>
    search['start'] === true ? { start: true } : {},
  component: lazyRouteComponent(() => import('@/features/logger/workout-page'), 'WorkoutPage'),
});

/** A workout without a plan, by the id of its session. */
export const freeRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/free/$sessionId',
  component: lazyRouteComponent(() => import('@/features/logger/free-page'), 'FreePage'),
});
