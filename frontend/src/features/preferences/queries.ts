import { queryOptions } from '@tanstack/react-query';
import type {
  GetNotificationsData,
  GetNotificationsResponses,
  SetNotificationsData,
  SetNotificationsResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal }) =>
    api.get<GetNotificationsData, GetNotificationsResponses>('/api/auth/me/notifications', {
      signal,
    }),
});

export const setNotifications = (body: SetNotificationsData['body']) =>
  api.put<SetNotificationsData, SetNotificationsResponses>('/api/auth/me/notifications', { body });
