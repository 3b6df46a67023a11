import type {
  AcceptInvitationData,
  AcceptInvitationResponses,
  AskPasskeySignInData,
  AskPasskeySignInResponses,
  ForgotPasswordData,
  ForgotPasswordResponses,
  GetInvitationData,
  GetInvitationResponses,
  GetJoinPageData,
  GetJoinPageResponses,
  JoinOrganizationData,
  JoinOrganizationResponses,
  LoginData,
  LoginResponses,
  RegisterData,
  RegisterResponses,
  ResendVerificationData,
  ResendVerificationResponses,
  ResetPasswordData,
  ResetPasswordResponses,
  SignInWithPasskeyData,
  SignInWithPasskeyResponses,
  StartOverData,
  StartOverResponses,
  VerifyEmailData,
  VerifyEmailResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { showPasskey } from '@/lib/passkeys';

// All of these are asked before anybody is signed in: they carry no token and try no refresh.
const anonymous = true;

export const logIn = (body: LoginData['body']) =>
  api.post<LoginData, LoginResponses>('/api/auth/login', { body, anonymous });

/** Lets the browser offer the passkeys that it has for Stoke. Throws PasskeyDismissed. */
export async function logInWithPasskey(remember: boolean) {
  const { ticket, options } = await api.post<AskPasskeySignInData, AskPasskeySignInResponses>(
    '/api/auth/passkey/options',
    { anonymous },
  );
  const passkey = await showPasskey(options);
  return await api.post<SignInWithPasskeyData, SignInWithPasskeyResponses>('/api/auth/passkey', {
    body: { ticket, passkey, remember },
    anonymous,
  });
}

export const register = (body: RegisterData['body']) =>
  api.post<RegisterData, RegisterResponses>('/api/auth/register', { body, anonymous });

export const resendVerification = (email: string) =>
  api.post<ResendVerificationData, ResendVerificationResponses>('/api/auth/resend-verification', {
    body: { email },
    anonymous,
  });

export const verifyEmail = (token: string) =>
  api.post<VerifyEmailData, VerifyEmailResponses>('/api/auth/verify-email', {
    body: { token },
    anonymous,
  });

export const forgotPassword = (email: string) =>
  api.post<ForgotPasswordData, ForgotPasswordResponses>('/api/auth/forgot-password', {
    body: { email },
    anonymous,
  });

export const resetPassword = (body: ResetPasswordData['body']) =>
  api.post<ResetPasswordData, ResetPasswordResponses>('/api/auth/reset-password', {
    body,
    anonymous,
  });

export const getInvitation = (token: string, signal: AbortSignal) =>
  api.get<GetInvitationData, GetInvitationResponses>('/api/invitations/{token}', {
    path: { token },
    signal,
    anonymous,
  });

export const acceptInvitation = (token: string, body: AcceptInvitationData['body']) =>
  api.post<AcceptInvitationData, AcceptInvitationResponses>('/api/invitations/{token}/accept', {
    path: { token },
    body,
    anonymous,
  });

export const getJoinPage = (slug: string, signal: AbortSignal) =>
  api.get<GetJoinPageData, GetJoinPageResponses>('/api/join/{slug}', {
    path: { slug },
    signal,
    anonymous,
  });

export const askToJoin = (slug: string, body: JoinOrganizationData['body']) =>
  api.post<JoinOrganizationData, JoinOrganizationResponses>('/api/join/{slug}', {
    path: { slug },
    body,
    anonymous,
  });

export const startOver = (body: StartOverData['body']) =>
  api.post<StartOverData, StartOverResponses>('/api/auth/start-over', { body, anonymous });
