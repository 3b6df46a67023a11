import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staffRoute } from './layout';

const trainingRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/training',
  component: lazyRouteComponent(() => import('@/features/training/training-page'), 'TrainingPage'),
});

export const trainingRoutes = [trainingRoute] as const;
