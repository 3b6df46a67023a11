import { queryOptions } from '@tanstack/react-query';
import type {
  EndOtherSessionsData,
  EndOtherSessionsResponses,
  EndSessionData,
  EndSessionResponses,
  ListSessionsData,
  ListSessionsResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export const signInsQuery = queryOptions({
  queryKey: ['sign-ins'],
  queryFn: ({ signal }) =>
    api.get<ListSessionsData, ListSessionsResponses>('/api/auth/sessions', { signal }),
});

export const endSignIn = (session_id: string) =>
  api.delete<EndSessionData, EndSessionResponses>('/api/auth/sessions/{session_id}', {
    path: { session_id },
  });

export const endOtherSignIns = () =>
  api.delete<EndOtherSessionsData, EndOtherSessionsResponses>('/api/auth/sessions');
