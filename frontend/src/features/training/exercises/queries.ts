import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ArchiveExerciseData,
  ArchiveExerciseResponses,
  CreateExerciseData,
  CreateExerciseResponses,
  Equipment,
  ExerciseIn,
  ExerciseRow,
  GetExerciseData,
  GetExerciseFacetsData,
  GetExerciseFacetsResponses,
  GetExerciseResponses,
  ListExercisesData,
  ListExercisesResponses,
  ListSubstitutesData,
  ListSubstitutesResponses,
  Muscle,
  ReplaceExerciseData,
  ReplaceExerciseResponses,
  RestoreExerciseData,
  RestoreExerciseResponses,
} from '@/api/generated';
import { api } from '@/api/http';

/** What the exercise library is filtered by, as it stands in the address. */
export interface ExerciseFilter {
  q?: string | undefined;
  muscle?: string | undefined;
  equipment?: string | undefined;
  category?: string | undefined;
  mine?: boolean | undefined;
  archived?: boolean | undefined;
}

function queryOf(filter: ExerciseFilter): NonNullable<ListExercisesData['query']> {
  return {
    q: filter.q ?? null,
    // The address may hold anything; a value that the API does not know gets its 422 in words.
    muscle: filter.muscle ? [filter.muscle as Muscle] : null,
    equipment: filter.equipment ? [filter.equipment as Equipment] : null,
    category: filter.category ?? null,
    mine: filter.mine ? true : null,
    ...(filter.archived ? { archived: true } : {}),
  };
}

export const exercisesQuery = (filter: ExerciseFilter) =>
  infiniteQueryOptions({
    queryKey: ['exercises', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListExercisesData, ListExercisesResponses>('/api/exercises', {
        query: { ...queryOf(filter), limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

/** The first matches, for a field to choose from. */
export async function searchExercises(q: string, signal: AbortSignal): Promise<ExerciseRow[]> {
  const page = await api.get<ListExercisesData, ListExercisesResponses>('/api/exercises', {
    query: { q: q.trim() || null, limit: 20 },
    signal,
  });
  return page.items;
}

export const facetsQuery = queryOptions({
  queryKey: ['exercises', 'facets'],
  queryFn: ({ signal }) =>
    api.get<GetExerciseFacetsData, GetExerciseFacetsResponses>('/api/exercises/facets', { signal }),
  staleTime: 5 * 60_000,
});

export const exerciseQuery = (id: string) =>
  queryOptions({
    queryKey: ['exercises', 'one', id],
    queryFn: ({ signal }) =>
      api.get<GetExerciseData, GetExerciseResponses>('/api/exercises/{exercise_id}', {
        path: { exercise_id: id },
        signal,
      }),
  });

export const substitutesQuery = (id: string) =>
  queryOptions({
    queryKey: ['exercises', 'substitutes', id],
    queryFn: ({ signal }) =>
      api.get<ListSubstitutesData, ListSubstitutesResponses>(
        '/api/exercises/{exercise_id}/substitutes',
        { path: { exercise_id: id }, signal },
      ),
    staleTime: 5 * 60_000,
  });

export const createExercise = (body: ExerciseIn, key: string) =>
  api.post<CreateExerciseData, CreateExerciseResponses>('/api/exercises', {
    body,
    idempotencyKey: key,
  });

export const replaceExercise = (id: string, body: ExerciseIn) =>
  api.put<ReplaceExerciseData, ReplaceExerciseResponses>('/api/exercises/{exercise_id}', {
    path: { exercise_id: id },
    body,
  });

export const archiveExercise = (id: string) =>
  api.delete<ArchiveExerciseData, ArchiveExerciseResponses>('/api/exercises/{exercise_id}', {
    path: { exercise_id: id },
  });

export const restoreExercise = (id: string) =>
  api.post<RestoreExerciseData, RestoreExerciseResponses>('/api/exercises/{exercise_id}/restore', {
    path: { exercise_id: id },
  });
