import {
  Building2,
  CalendarRange,
  ClipboardList,
  Download,
  Dumbbell,
  History,
  KeyRound,
  LogIn,
  type LucideIcon,
  ShieldCheck,
  TriangleAlert,
  UserRound,
  Users,
} from 'lucide-react';
import type { TimelineTone } from '@/components/timeline/timeline';

const icons: Record<string, LucideIcon> = {
  accounts: ShieldCheck,
  api_keys: KeyRound,
  clients: UserRound,
  exercises: Dumbbell,
  factors: ShieldCheck,
  members: Users,
  organization: Building2,
  planned_workouts: CalendarRange,
  programs: CalendarRange,
  roles: Users,
  sign_ins: LogIn,
  templates: ClipboardList,
  workouts: Dumbbell,
};

/** How an entry is marked: by its group, and apart from the rest where something went wrong or left the house. */
export function look(action: string): { icon: LucideIcon; tone: TimelineTone } {
  if (/\.(failed|locked|copied)$/.test(action)) return { icon: TriangleAlert, tone: 'bad' };
  if (action.endsWith('.exported')) return { icon: Download, tone: 'accent' };
  return { icon: icons[action.split('.')[0] ?? ''] ?? History, tone: 'neutral' };
}
