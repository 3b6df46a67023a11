import { queryOptions } from '@tanstack/react-query';
import type {
  GetNotificationsData,
  GetNotificationsResponses,
  UpdateNotificationsData,
  UpdateNotificationsResponses,
} from '@/api/generated';
import { api } from '@/api/http';

export const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal }) =>
    api.get<GetNotificationsData, GetNotificationsResponses>('/api/auth/me/notifications', {
      signal,
    }),
});

export const updateNotifications = (body: UpdateNotificationsData['body']) =>
  api.patch<UpdateNotificationsData, UpdateNotificationsResponses>('/api/auth/me/notifications', {
    body,
  });
