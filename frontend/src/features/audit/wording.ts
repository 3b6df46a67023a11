import { fullDate, fullMoment } from '@/lib/dates';
import { formatNumber } from '@/lib/numbers';
import { idParam } from '@/lib/search';
import type { Entry } from './queries';

const groups: Record<string, string> = {
  accounts: 'Accounts',
  api_keys: 'API keys',
  audit: 'Audit log',
  clients: 'Clients',
  exercises: 'Exercises',
  factors: 'Second factors',
  members: 'Team',
  organization: 'Studio',
  planned_workouts: 'Planned workouts',
  privacy: 'Privacy',
  programs: 'Programs',
  retention: 'Retention',
  roles: 'Roles',
  sign_ins: 'Sign-ins',
  templates: 'Templates',
  workouts: 'Workouts',
};

/** `planned_workouts` → `Planned workouts`. */
export function groupName(group: string): string {
  return groups[group] ?? capital(group.replaceAll('_', ' '));
}

const fields: Record<string, string> = {
  absolute_hours: 'Hours until everybody is logged out',
  brand_accent: 'Colour',
  brand_name: 'Public name',
  idle_minutes: 'Minutes without activity',
  join_text: 'Welcome text',
  joinable: 'Public sign-up is open',
  keep_days: 'Days to keep',
  methods: 'Signed in with',
  second_factor_required: 'Second factor asked for',
  client_id: 'Client',
  copy_of: 'Copy of',
  start_on: 'Starts',
  end_on: 'Ends',
  trainer_member_id: 'Trainer',
  template_id: 'Template',
  wait_seconds: 'Seconds to wait',
};

/** A field as people call it: `birth_date` → `Birth date`. */
export function fieldName(field: string): string {
  return fields[field] ?? capital(field.replaceAll(/[_:]/g, ' '));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Who reads the log: the names of members, whom it knows by id, and the zone of its times. */
export interface Reader {
  names: ReadonlyMap<string, string>;
  timeZone: string;
}

const timed = /(^|_)(at|on|date|since|until|from)$/;
const date = /^\d{4}-\d\d-\d\d$/;
const moment = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** The date or moment of a field that holds one. A name that looks like a date stays what somebody wrote. */
function when(text: string, field: string, timeZone: string): string | null {
  if (!timed.test(field)) return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return null;
  if (date.test(text)) return at.toISOString().startsWith(text) ? fullDate(text) : null;
  return moment.test(text) ? fullMoment(at, timeZone) : null;
}

/** A value of the log in a line. */
export function shown(value: unknown, reader: Reader, field = ''): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(value, 3);
  if (Array.isArray(value)) {
    return value.length ? value.map((item) => shown(item, reader, field)).join(', ') : 'nothing';
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => `${fieldName(key)}: ${shown(item, reader, key)}`)
      .join(', ');
  }
  const text = String(value);
  const known = when(text, field, reader.timeZone) ?? reader.names.get(text);
  // A code, such as why a sign-in failed.
  return known ?? (/^[a-z]+(_[a-z]+)+$/.test(text) ? text.replaceAll('_', ' ') : text);
}

/** Ids that stand for nobody known tell a person nothing; they are in the exported file. */
export function isBareId(value: unknown, names: ReadonlyMap<string, string>): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => isBareId(item, names));
  return typeof value === 'string' && idParam(value) !== undefined && !names.has(value);
}

/** Who did it, as the beginning of a sentence. */
export function doer({ actor }: Entry): string {
  if (actor.kind === 'system') return 'Stoke';
  if (actor.kind === 'nobody') return 'Somebody';
  const name = actor.name ?? 'Somebody who is not here any more';
  return actor.kind === 'key' ? `An API key of ${name}` : name;
}

/** What it was done to, when that has a name, and whose data it was, when that is somebody else. */
export function target({ subject, person, actor }: Entry): string | null {
  const whom = person && person.id !== actor.user_id ? person.name : null;
  const what = subject && subject.id !== actor.user_id ? subject.name : null;
  if (what && whom && what !== whom) return `${what}, ${whom}`;
  return what ?? whom;
}
