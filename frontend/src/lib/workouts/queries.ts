import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  GetAdherenceData,
  GetAdherenceResponses,
  GetExerciseHistoryData,
  GetExerciseHistoryResponses,
  GetLastTimeData,
  GetLastTimeResponses,
  GetProgramData,
  GetProgramResponses,
  GetSessionData,
  GetSessionResponses,
  GetTodayData,
  GetTodayResponses,
  GetWorkoutData,
  GetWorkoutResponses,
  ListClientProgramsData,
  ListClientProgramsResponses,
  ListExercisesData,
  ListExercisesResponses,
  ListProgramWorkoutsData,
  ListProgramWorkoutsResponses,
  ListRecordsData,
  ListRecordsResponses,
  ListSubstitutesData,
  ListSubstitutesResponses,
  ListTrainedExercisesData,
  ListTrainedExercisesResponses,
  ListWorkoutHistoryData,
  ListWorkoutHistoryResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { invalidateOn } from '@/lib/realtime/live';
import type { Units } from '@/lib/units';
import type { Metric } from './types';

/** The signed-in client's day. */
export const todayQuery = () =>
  queryOptions({
    queryKey: ['today'],
    queryFn: ({ signal }) => api.get<GetTodayData, GetTodayResponses>('/api/today', { signal }),
  });

/** A planned workout with all that the logger needs; weights are rounded to the plates of `units`. */
export const workoutQuery = (id: string, units: Units) =>
  queryOptions({
    queryKey: ['workouts', id, units],
    queryFn: ({ signal }) =>
      api.get<GetWorkoutData, GetWorkoutResponses>('/api/workouts/{workout_id}', {
        path: { workout_id: id },
        query: { units },
        signal,
      }),
  });

export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: ['session-logs', id],
    queryFn: ({ signal }) =>
      api.get<GetSessionData, GetSessionResponses>('/api/session-logs/{session_log_id}', {
        path: { session_log_id: id },
        signal,
      }),
  });

export const programsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['clients', clientId, 'programs'],
    queryFn: ({ signal }) =>
      api.get<ListClientProgramsData, ListClientProgramsResponses>(
        '/api/clients/{client_id}/programs',
        {
          path: { client_id: clientId },
          signal,
        },
      ),
  });

export const programQuery = (id: string) =>
  queryOptions({
    queryKey: ['programs', id],
    queryFn: ({ signal }) =>
      api.get<GetProgramData, GetProgramResponses>('/api/programs/{program_id}', {
        path: { program_id: id },
        signal,
      }),
  });

export const programWorkoutsQuery = (id: string) =>
  queryOptions({
    queryKey: ['programs', id, 'workouts'],
    queryFn: ({ signal }) =>
      api.get<ListProgramWorkoutsData, ListProgramWorkoutsResponses>(
        '/api/programs/{program_id}/workouts',
        {
          path: { program_id: id },
          signal,
        },
      ),
  });

export const historyQuery = (clientId: string) =>
  infiniteQueryOptions({
    queryKey: ['clients', clientId, 'workout-history'],
    queryFn: ({ signal, pageParam }) =>
      api.get<ListWorkoutHistoryData, ListWorkoutHistoryResponses>(
        '/api/clients/{client_id}/workout-history',
        {
          path: { client_id: clientId },
          query: { limit: 20, cursor: pageParam },
          signal,
        },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const recordsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['clients', clientId, 'records'],
    queryFn: ({ signal }) =>
      api.get<ListRecordsData, ListRecordsResponses>('/api/clients/{client_id}/records', {
        path: { client_id: clientId },
        signal,
      }),
  });

export const trainedExercisesQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['clients', clientId, 'exercises'],
    queryFn: ({ signal }) =>
      api.get<ListTrainedExercisesData, ListTrainedExercisesResponses>(
        '/api/clients/{client_id}/exercises',
        {
          path: { client_id: clientId },
          signal,
        },
      ),
  });

export const exerciseHistoryQuery = (clientId: string, exerciseId: string, metric: Metric) =>
  queryOptions({
    queryKey: ['clients', clientId, 'exercises', exerciseId, metric],
    queryFn: ({ signal }) =>
      api.get<GetExerciseHistoryData, GetExerciseHistoryResponses>(
        '/api/clients/{client_id}/exercises/{exercise_id}/history',
        {
          path: { client_id: clientId, exercise_id: exerciseId },
          query: { metric },
          signal,
        },
      ),
  });

export const adherenceQuery = (clientId: string, days = 28) =>
  queryOptions({
    queryKey: ['clients', clientId, 'adherence', days],
    queryFn: ({ signal }) =>
      api.get<GetAdherenceData, GetAdherenceResponses>('/api/clients/{client_id}/adherence', {
        path: { client_id: clientId },
        query: { days },
        signal,
      }),
  });

export const lastTimeQuery = (clientId: string, exerciseId: string) =>
  queryOptions({
    queryKey: ['clients', clientId, 'exercises', exerciseId, 'last-time'],
    queryFn: ({ signal }) =>
      api.get<GetLastTimeData, GetLastTimeResponses>(
        '/api/clients/{client_id}/exercises/{exercise_id}/last-time',
        {
          path: { client_id: clientId, exercise_id: exerciseId },
          signal,
        },
      ),
  });

export const substitutesQuery = (exerciseId: string) =>
  queryOptions({
    queryKey: ['exercises', exerciseId, 'substitutes'],
    queryFn: ({ signal }) =>
      api.get<ListSubstitutesData, ListSubstitutesResponses>(
        '/api/exercises/{exercise_id}/substitutes',
        {
          path: { exercise_id: exerciseId },
          signal,
        },
      ),
  });

export const exerciseSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ['exercises', 'search', q],
    queryFn: ({ signal }) =>
      api.get<ListExercisesData, ListExercisesResponses>('/api/exercises', {
        query: { q, limit: 25 },
        signal,
      }),
  });

/** All that a finished, skipped or corrected workout makes stale. */
export function staleAfterTraining(clientId: string | null): (readonly string[])[] {
  return [
    ['today'],
    ['workouts'],
    ['session-logs'],
    ['programs'],
    ...(clientId ? [['clients', clientId]] : []),
  ];
}

const clientOf = (data: Record<string, unknown>): string | null =>
  typeof data['client_id'] === 'string' ? data['client_id'] : null;

for (const name of [
  'workouts.session_finished',
  'workouts.session_corrected',
  'workouts.session_discarded',
  'training.program_assigned',
  'workouts.session_restored',
  'training.program_advanced',
  'training.program_ended',
  'training.schedule_changed',
]) {
  invalidateOn(name, ({ data }) => staleAfterTraining(clientOf(data)));
}
