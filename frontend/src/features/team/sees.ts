import type { Scope } from '@/api/session';

export type Scopes = Readonly<Record<string, Scope | undefined>>;

/** One place of Stoke, and the permission that shows it. */
interface Area {
  label: string;
  permission: string;
  /** It is about clients, so a role may see one's own, those assigned, or all. */
  ofClients: boolean;
}

export const areas: readonly Area[] = [
  { label: 'Home', permission: 'home:read', ofClients: true },
  { label: 'Clients', permission: 'clients:read', ofClients: true },
  { label: 'Notes on health', permission: 'clients:health', ofClients: true },
  { label: 'Programs', permission: 'programs:read', ofClients: true },
  { label: 'Calendar', permission: 'calendar:read', ofClients: true },
  { label: 'Workouts', permission: 'workouts:read', ofClients: true },
  { label: 'History', permission: 'history:read', ofClients: true },
  { label: 'Records', permission: 'records:read', ofClients: true },
  { label: 'Adherence', permission: 'adherence:read', ofClients: true },
  { label: 'Exercises', permission: 'exercises:read', ofClients: false },
  { label: 'Templates', permission: 'templates:read', ofClients: false },
  { label: 'Team', permission: 'members:read', ofClients: false },
  { label: 'Roles', permission: 'roles:read', ofClients: false },
  { label: 'API keys', permission: 'api_keys:read', ofClients: false },
  { label: 'Audit log', permission: 'audit:read', ofClients: false },
  { label: 'Privacy requests', permission: 'privacy:read', ofClients: false },
];

const words: Record<Scope, string> = { own: 'Own', assigned: 'Assigned', all: 'All' };

/** What stands in a cell: how much of an area a role sees. */
export function seen({ permission, ofClients }: Area, scopes: Scopes): string {
  const scope = scopes[permission];
  if (!scope) return '–';
  return ofClients || scope === 'own' ? words[scope] : 'Yes';
}

const reach: Record<Scope, number> = { own: 0, assigned: 1, all: 2 };

/** Whether a scope goes further than what somebody holds. */
export function isBeyond(scope: Scope, held: Scope | undefined): boolean {
  return held === undefined || reach[scope] > reach[held];
}

/** Groups of permissions of which `…:read` shows what the others change. */
const readable = new Set(['clients', 'exercises', 'templates', 'programs', 'members', 'roles']);

/**
 * What a role may do and not see: `clients:update` for all with `clients:read` for those assigned.
 * Answers the names of such permissions; they are no mistake of form, but do not work as they look.
 */
export function blind(scopes: Scopes): string[] {
  return Object.entries(scopes)
    .filter(([name, scope]) => {
      const [group, verb] = name.split(':');
      if (!scope || verb === 'read' || !group) return false;
      // What one makes is shown to whoever makes it.
      if (!readable.has(group) || verb === 'create') return false;
      return isBeyond(scope, scopes[`${group}:read`]);
    })
    .map(([name]) => name);
}

/** What to send so that `before` becomes `after`: cells that became another one; null takes a permission away. */
export function cellsChanged(before: Scopes, after: Scopes): Record<string, Scope | null> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed: Record<string, Scope | null> = {};
  for (const name of names) {
    if (before[name] !== after[name]) changed[name] = after[name] ?? null;
  }
  return changed;
}
