import { Building2, KeyRound, ShieldCheck, UserRound, Users } from 'lucide-react';
import { type SectionGroup, SectionsLayout } from '@/components/layout/sections';

/** What there is to set. A section appears here with its page, never before. */
const groups: readonly SectionGroup[] = [
  {
    title: 'You',
    sections: [
      {
        to: '/app/settings/profile',
        label: 'Profile',
        hint: 'Name, photo, time zone, units, theme',
        icon: UserRound,
      },
      {
        to: '/app/settings/security',
        label: 'Security',
        hint: 'Password and sign-ins',
        icon: ShieldCheck,
      },
    ],
  },
  {
    title: 'Studio',
    sections: [
      {
        to: '/app/settings/studio',
        label: 'Studio',
        hint: 'Name, time zone, units',
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
        to: '/app/settings/audit',
        label: 'Audit log',
        hint: 'Who did what',
        icon: ScrollText,
        needs: ['audit:read'],
      },
      {
        to: '/app/settings/api-keys',
        label: 'API keys',
        hint: 'For programs of yours',
        icon: KeyRound,
        needs: ['api_keys:read'],
      },
    ],
  },
];

export function SettingsLayout() {
  return <SectionsLayout title="Settings" home="/app/settings" groups={groups} />;
}
