import { clientsRoutes } from './clients';
import { homeRoutes } from './home';
import { staffRoute } from './layout';
import { settingsRoutes } from './settings';
import { trainingRoutes } from './training';

export const staffTree = staffRoute.addChildren([
  ...homeRoutes,
  ...clientsRoutes,
  ...trainingRoutes,
  ...settingsRoutes,
]);
