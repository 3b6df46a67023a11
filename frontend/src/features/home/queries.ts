import { queryOptions } from '@tanstack/react-query';
import type {
  GetHomeData,
  GetHomeResponses,
  GetProgramData,
  GetProgramResponses,
  InviteClientData,
  InviteClientResponses,
  ShiftProgramData,
  ShiftProgramResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { invalidateOn } from '@/lib/realtime/live';

const key = ['home'] as const;

export const homeQuery = queryOptions({
  queryKey: key,
  queryFn: ({ signal }) => api.get<GetHomeData, GetHomeResponses>('/api/home', { signal }),
});

const events = [
  'workouts.session_started',
  'workouts.progress',
  'workouts.session_finished',
  'workouts.session_corrected',
  'workouts.session_discarded',
  'workouts.session_restored',
  'workouts.records_set',
  'training.program_assigned',
  'training.program_advanced',
  'training.program_ended',
  'training.schedule_changed',
  'clients.created',
  'clients.updated',
  'clients.handed_over',
  'clients.archived',
  'clients.restored',
  'clients.invited',
  'organizations.member_joined',
];
for (const event of events) invalidateOn(event, () => [key]);

/** Moves what is still planned from a date on by so many days; negative is back. Gives how many moved. */
export async function shiftProgram(program_id: string, from: string, days: number) {
  const program = await api.get<GetProgramData, GetProgramResponses>('/api/programs/{program_id}', {
    path: { program_id },
  });
  const { moved } = await api.post<ShiftProgramData, ShiftProgramResponses>(
    '/api/programs/{program_id}/shift',
    { path: { program_id }, body: { from, days, version: program.version } },
  );
  return moved;
}

export const inviteAgain = (client_id: string) =>
  api.post<InviteClientData, InviteClientResponses>('/api/clients/{client_id}/invite', {
    path: { client_id },
  });
