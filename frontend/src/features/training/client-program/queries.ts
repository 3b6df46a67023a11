import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  GetClientCalendarData,
  GetClientCalendarResponses,
  GetProgramData,
  GetProgramResponses,
  ListClientProgramsData,
  ListClientProgramsResponses,
  MoveProgramData,
  MoveProgramResponses,
  ProgramMove,
  ShiftProgramData,
  ShiftProgramResponses,
  SkipWorkoutData,
  SkipWorkoutResponses,
  UpdateWorkoutData,
  UpdateWorkoutResponses,
  WorkoutPatch,
} from '@/api/generated';
import { api } from '@/api/http';
import { monthWeeks } from '@/lib/months';
import { invalidateOn } from '@/lib/realtime/live';

export const clientProgramsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['programs', 'of-client', clientId],
    queryFn: ({ signal }) =>
      api.get<ListClientProgramsData, ListClientProgramsResponses>(
        '/api/clients/{client_id}/programs',
        { path: { client_id: clientId }, signal },
      ),
  });

export const programQuery = (id: string) =>
  queryOptions({
    queryKey: ['programs', 'one', id],
    queryFn: ({ signal }) =>
      api.get<GetProgramData, GetProgramResponses>('/api/programs/{program_id}', {
        path: { program_id: id },
        signal,
      }),
  });

/** What is planned in the weeks that cover a month; `month` is any of its dates. */
export const calendarQuery = (clientId: string, month: string) => {
  const weeks = monthWeeks(month);
  const from = weeks[0]?.[0] ?? month;
  const to = weeks.at(-1)?.[6] ?? month;
  return queryOptions({
    queryKey: ['programs', 'calendar', clientId, from, to],
    queryFn: ({ signal }) =>
      api.get<GetClientCalendarData, GetClientCalendarResponses>(
        '/api/clients/{client_id}/calendar',
        { path: { client_id: clientId }, query: { from, to }, signal },
      ),
    placeholderData: keepPreviousData,
  });
};

export const skipWorkout = (id: string, version: number) =>
  api.post<SkipWorkoutData, SkipWorkoutResponses>('/api/workouts/{workout_id}/skip', {
    path: { workout_id: id },
    body: { version },
  });

export const patchWorkout = (id: string, body: WorkoutPatch) =>
  api.patch<UpdateWorkoutData, UpdateWorkoutResponses>('/api/workouts/{workout_id}', {
    path: { workout_id: id },
    body,
  });

export const moveProgram = (id: string, body: ProgramMove) =>
  api.put<MoveProgramData, MoveProgramResponses>('/api/programs/{program_id}', {
    path: { program_id: id },
    body,
  });

export const shiftProgram = (id: string, version: number, from: string, days: number) =>
  api.post<ShiftProgramData, ShiftProgramResponses>('/api/programs/{program_id}/shift', {
    path: { program_id: id },
    body: { version, from, days },
  });

for (const name of [
  'training.program_assigned',
  'training.program_advanced',
  'training.program_ended',
  'training.schedule_changed',
]) {
  invalidateOn(name, () => [['programs']]);
}
