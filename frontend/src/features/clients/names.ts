import type { ClientRow } from '@/api/generated';
import type { Tone } from '@/components/ui/display';

export const fullName = ({ first_name, last_name }: Pick<ClientRow, 'first_name' | 'last_name'>) =>
  `${first_name} ${last_name}`.trim();

export const statusNames: Record<ClientRow['status'], string> = {
  active: 'Active',
  paused: 'Paused',
  inactive: 'Inactive',
  archived: 'Archived',
};

export const statusTones: Record<ClientRow['status'], Tone> = {
  active: 'good',
  paused: 'warn',
  inactive: 'neutral',
  archived: 'neutral',
};
