import type { QueryClient } from '@tanstack/react-query';
import { reloadMe } from '@/api/session';
import { setViewedRole, type ViewedRole } from '@/api/viewed-role';

/** Shows the app as somebody of this role sees it, or with null as oneself again. Throws when the server refuses. */
export async function viewAs(queries: QueryClient, role: ViewedRole | null): Promise<void> {
  setViewedRole(role);
  try {
    await reloadMe();
  } catch (error) {
    setViewedRole(null);
    throw error;
  }
  // Nothing that was fetched with the one reach may be shown under the other.
  await queries.resetQueries();
}
