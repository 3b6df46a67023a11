import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { clientRoute } from './layout';

/** A planned workout: its preview, and the logger from its start on. */
export const workoutRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/workout/$workoutId',
  // `?start=true` is what a Start button leads to: it begins at once.
  validateSearch: (search: Record<string, unknown>): { start?: true } =>
    search['start'] === true ? { start: true } : {},
  component: lazyPage(() => import('@/features/logger/workout-page'), 'WorkoutPage'),
});

/** A workout without a plan, by the id of its session. */
export const freeRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: '/free/$sessionId',
  component: lazyPage(() => import('@/features/logger/free-page'), 'FreePage'),
});
