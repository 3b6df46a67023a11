import type { UpdateMeData, UpdateMeResponses } from '@/api/generated';
import { api } from '@/api/http';
import { type Me, replaceMe } from '@/api/session';

/** Saves preferences and shows them everywhere at once. */
export async function saveMe(before: Me, body: UpdateMeData['body']): Promise<void> {
  const { user } = await api.patch<UpdateMeData, UpdateMeResponses>('/api/auth/me', { body });
  replaceMe({ ...before, user });
}
