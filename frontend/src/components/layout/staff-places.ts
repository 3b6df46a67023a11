import { Dumbbell, House, Settings, Users } from 'lucide-react';
import { useMemo } from 'react';
import { useSession } from '@/api/session';

/** The rail and the bottom bar. A place appears here with its first page, never before. */
const staffPlaces = [
  { to: '/app', label: 'Home', icon: House, exact: true, keys: 'g h', needs: ['home:read'] },
  {
    to: '/app/clients',
    label: 'Clients',
    icon: Users,
    exact: false,
    keys: 'g c',
    needs: ['clients:read'],
  },
  {
    to: '/app/training',
    label: 'Training',
    icon: Dumbbell,
    exact: false,
    keys: 'g t',
    needs: ['exercises:read', 'templates:read'],
  },
  { to: '/app/settings', label: 'Settings', icon: Settings, exact: false, keys: 'g s', needs: [] },
] as const;

type StaffPlace = (typeof staffPlaces)[number];

/** The places where somebody with these permissions has anything to see. */
export function placesOf(permissions: Readonly<Record<string, unknown>>): StaffPlace[] {
  return staffPlaces.filter(
    ({ needs }) => needs.length === 0 || needs.some((name) => permissions[name] !== undefined),
  );
}

export function useStaffPlaces(): StaffPlace[] {
  const { permissions } = useSession();
  return useMemo(() => placesOf(permissions), [permissions]);
}
