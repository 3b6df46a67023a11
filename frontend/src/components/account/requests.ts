import type {
  ChangePasswordData,
  ChangePasswordResponses,
  DeleteMyPhotoData,
  DeleteMyPhotoResponses,
  ForgotPasswordData,
  ForgotPasswordResponses,
  SetMyPhotoData,
  SetMyPhotoResponses,
  UpdateMeData,
} from '@/api/generated';
import { api, request } from '@/api/http';
import { type Me, replaceMe, sessionState } from '@/api/session';

/** Saves what is one's own, and shows it everywhere. */
export async function updateMe(body: UpdateMeData['body']): Promise<void> {
  replaceMe(await request<Me>('PATCH', '/api/auth/me', { body }));
}

export const askForPasswordLink = (email: string) =>
  api.post<ForgotPasswordData, ForgotPasswordResponses>('/api/auth/forgot-password', {
    body: { email },
  });

export const changePassword = (body: ChangePasswordData['body']) =>
  api.post<ChangePasswordData, ChangePasswordResponses>('/api/auth/change-password', { body });

function showPhoto(photo_url: string | null): void {
  const { me } = sessionState();
  if (me) replaceMe({ ...me, user: { ...me.user, photo_url } });
}

export async function setPhoto(body: Blob): Promise<void> {
  const { photo_url } = await api.post<SetMyPhotoData, SetMyPhotoResponses>('/api/auth/me/photo', {
    body,
  });
  showPhoto(photo_url);
}

export async function deletePhoto(): Promise<void> {
  await api.delete<DeleteMyPhotoData, DeleteMyPhotoResponses>('/api/auth/me/photo');
  showPhoto(null);
}
