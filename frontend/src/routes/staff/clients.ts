import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '@/lib/lazy-page';
import { choiceParam, defined, idParam, type RawSearch, textParam } from '@/lib/search';
import { staffRoute } from './layout';

export const clientTabs = ['overview', 'program', 'progress', 'history', 'privacy'] as const;

const clientsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/clients',
  validateSearch: (search: RawSearch) =>
    defined({
      q: textParam(search['q']),
      status: choiceParam(search['status'], ['active', 'paused', 'inactive', 'archived']),
      trainer: textParam(search['trainer']),
      sort: choiceParam(search['sort'], ['name', '-created', '-last_workout', 'adherence']),
      tab: choiceParam(search['tab'], clientTabs),
      session: idParam(search['session']),
      add: search['add'] === true ? (true as const) : undefined,
    }),
  component: lazyPage(() => import('@/features/clients/clients-page'), 'ClientsPage'),
});

/** Stands beside the list on a wide screen and in its place on a phone. */
const clientRoute = createRoute({
  getParentRoute: () => clientsRoute,
  path: '/$clientId',
  component: lazyPage(() => import('@/routes/staff/client-page'), 'ClientPage'),
});

export const clientsRoutes = [clientsRoute.addChildren([clientRoute])] as const;
