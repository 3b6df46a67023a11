import { Dumbbell, House, Settings, Users } from 'lucide-react';

/** The rail and the bottom bar. A place appears here with its first page, never before. */
export const staffPlaces = [
  { to: '/app', label: 'Home', icon: House, exact: true, keys: 'g h' },
  { to: '/app/clients', label: 'Clients', icon: Users, exact: false, keys: 'g c' },
  { to: '/app/training', label: 'Training', icon: Dumbbell, exact: false, keys: 'g t' },
  { to: '/app/settings', label: 'Settings', icon: Settings, exact: false, keys: 'g s' },
] as const;
