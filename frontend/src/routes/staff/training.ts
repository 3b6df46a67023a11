import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { choiceParam, defined, textParam } from '@/lib/search';
import { requireSide } from '@/routes/guards';
import { rootRoute } from '@/routes/root';
import { staffRoute } from './layout';

const trainingRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/training',
  beforeLoad: () => {
    throw redirect({ to: '/app/training/templates', replace: true });
  },
});

const templatesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/training/templates',
  validateSearch: (search: Record<string, unknown>) =>
    defined({
      q: textParam(search['q']),
      sort: choiceParam(search['sort'], ['name', '-updated', '-created']),
      archived: search['archived'] === true ? true : undefined,
    }),
  component: lazyPage(
    () => import('@/features/training/templates/templates-page'),
    'TemplatesPage',
  ),
});

const exercisesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/training/exercises',
  validateSearch: (search: Record<string, unknown>) =>
    defined({
      q: textParam(search['q']),
      muscle: textParam(search['muscle']),
      equipment: textParam(search['equipment']),
      category: textParam(search['category']),
      mine: search['mine'] === true ? true : undefined,
      archived: search['archived'] === true ? true : undefined,
    }),
  component: lazyPage(
    () => import('@/features/training/exercises/exercises-page'),
    'ExercisesPage',
  ),
});

const exerciseRoute = createRoute({
  getParentRoute: () => exercisesRoute,
  path: '/$exerciseId',
  component: lazyPage(
    () => import('@/features/training/exercises/exercise-panel'),
    'ExercisePanel',
  ),
});

export const trainingRoutes = [
  trainingRoute,
  templatesRoute,
  exercisesRoute.addChildren([exerciseRoute]),
] as const;

/** The builder fills the whole window, so it stands beside the staff's shell and not in it. */
export const builderRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/training/templates/$templateId',
  beforeLoad: async ({ location }) => {
    await requireSide('/app', location.href);
  },
  component: lazyPage(() => import('@/features/training/builder/builder-page'), 'BuilderPage'),
});
