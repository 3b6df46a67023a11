import { queryOptions } from '@tanstack/react-query';
import type {
  AddPasskeyData,
  AddPasskeyResponses,
  AskForPasskeyData,
  AskForPasskeyResponses,
  ConfirmTotpData,
  ConfirmTotpResponses,
  GetFactorsData,
  GetFactorsResponses,
  MakeRecoveryCodesData,
  MakeRecoveryCodesResponses,
  RemovePasskeyData,
  RemovePasskeyResponses,
  RemoveTotpData,
  RemoveTotpResponses,
  RenamePasskeyData,
  RenamePasskeyResponses,
  SetUpTotpData,
  SetUpTotpResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { makePasskey } from '@/lib/passkeys';

export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: ({ signal }) =>
    api.get<GetFactorsData, GetFactorsResponses>('/api/auth/factors', { signal }),
});

export const setUpTotp = () =>
  api.post<SetUpTotpData, SetUpTotpResponses>('/api/auth/factors/totp');

export const confirmTotp = (code: string) =>
  api.post<ConfirmTotpData, ConfirmTotpResponses>('/api/auth/factors/totp/confirm', {
    body: { code },
  });

export const removeTotp = () =>
  api.delete<RemoveTotpData, RemoveTotpResponses>('/api/auth/factors/totp');

export const makeRecoveryCodes = () =>
  api.post<MakeRecoveryCodesData, MakeRecoveryCodesResponses>('/api/auth/factors/recovery-codes');

/** Lets the browser make a passkey, and keeps it under this name. Throws PasskeyDismissed. */
export async function addPasskey(name: string) {
  const { ticket, options } = await api.post<AskForPasskeyData, AskForPasskeyResponses>(
    '/api/auth/factors/passkeys/options',
  );
  const passkey = await makePasskey(options);
  return await api.post<AddPasskeyData, AddPasskeyResponses>('/api/auth/factors/passkeys', {
    body: { ticket, passkey, name },
  });
}

export const renamePasskey = (passkey_id: string, name: string) =>
  api.patch<RenamePasskeyData, RenamePasskeyResponses>('/api/auth/factors/passkeys/{passkey_id}', {
    path: { passkey_id },
    body: { name },
  });

export const removePasskey = (passkey_id: string) =>
  api.delete<RemovePasskeyData, RemovePasskeyResponses>('/api/auth/factors/passkeys/{passkey_id}', {
    path: { passkey_id },
  });
