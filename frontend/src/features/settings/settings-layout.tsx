import {
  Building2,
  Eye,
  KeyRound,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  Store,
  UserCog,
  UserRound,
  Users,
} from 'lucide-react';
import { type SectionGroup, SectionsLayout } from '@/components/layout/sections';

/** What there is to set. A section appears here with its page, never before. */
const groups: readonly SectionGroup[] = [
  {
    title: 'You',
    sections: [
      {
        to: '/app/settings/profile',
        label: 'Profile',
        hint: 'Name, photo, time zone',
        icon: UserRound,
      },
      {
        to: '/app/settings/preferences',
        label: 'Preferences',
        hint: 'Units, theme, dates, notifications',
        icon: SlidersHorizontal,
      },
      {
        to: '/app/settings/security',
        label: 'Security',
        hint: 'Password and devices',
        icon: ShieldCheck,
      },
      {
        to: '/app/settings/studios',
        label: 'Your studios',
        hint: 'Switch, leave, found another',
        icon: Store,
      },
    ],
  },
  {
    title: 'Studio',
    sections: [
      {
        to: '/app/settings/studio',
        label: 'Studio',
        hint: 'Name, looks, sign-up, rules, owner',
        icon: Building2,
      },
      {
        to: '/app/settings/team',
        label: 'Team',
        hint: 'Who works here',
        icon: Users,
        needs: ['members:read'],
      },
      {
        to: '/app/settings/roles',
        label: 'Roles',
        hint: 'What people of the team may do',
        icon: UserCog,
        needs: ['roles:read'],
      },
      {
        to: '/app/settings/api-keys',
        label: 'API keys',
        hint: 'For programs of yours',
        icon: KeyRound,
        needs: ['api_keys:read'],
      },
      {
        to: '/app/settings/audit',
        label: 'Audit log',
        hint: 'Who did what',
        icon: ScrollText,
        needs: ['audit:read'],
      },
      {
        to: '/app/settings/privacy',
        label: 'Privacy',
        hint: 'Consents, requests, how long data stay',
        icon: Eye,
      },
    ],
  },
];

export function SettingsLayout() {
  return <SectionsLayout title="Settings" home="/app/settings" groups={groups} />;
}
