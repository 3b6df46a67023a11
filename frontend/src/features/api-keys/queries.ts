import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  ApiKeyIn,
  CreateApiKeyData,
  CreateApiKeyResponses,
  ListApiKeysData,
  ListApiKeysResponses,
  ListGivablePermissionsData,
  ListGivablePermissionsResponses,
  RevokeApiKeyData,
  RevokeApiKeyResponses,
  RotateApiKeyData,
  RotateApiKeyResponses,
  UpdateApiKeyData,
  UpdateApiKeyResponses,
} from '@/api/generated';
import { api } from '@/api/http';

/** Every list of keys, for dropping them all after a change. */
export const KEYS = ['api-keys'];

export const keysQuery = (ended: boolean) =>
  infiniteQueryOptions({
    queryKey: [...KEYS, { ended }],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<ListApiKeysData, ListApiKeysResponses>('/api/api-keys', {
        query: { ended, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor,
  });

export const givableQuery = queryOptions({
  queryKey: ['api-key-permissions'],
  queryFn: ({ signal }) =>
    api.get<ListGivablePermissionsData, ListGivablePermissionsResponses>(
      '/api/api-keys/permissions',
      { signal },
    ),
  staleTime: 60_000,
});

export const makeKey = (body: ApiKeyIn) =>
  api.post<CreateApiKeyData, CreateApiKeyResponses>('/api/api-keys', { body });

export const renameKey = (key_id: string, name: string) =>
  api.patch<UpdateApiKeyData, UpdateApiKeyResponses>('/api/api-keys/{key_id}', {
    path: { key_id },
    body: { name },
  });

export const rotateKey = (key_id: string, overlap_hours: number) =>
  api.post<RotateApiKeyData, RotateApiKeyResponses>('/api/api-keys/{key_id}/rotate', {
    path: { key_id },
    body: { overlap_hours },
  });

export const revokeKey = (key_id: string) =>
  api.delete<RevokeApiKeyData, RevokeApiKeyResponses>('/api/api-keys/{key_id}', {
    path: { key_id },
  });
