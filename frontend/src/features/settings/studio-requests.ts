import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  AcceptOrganizationData,
  AcceptOrganizationResponses,
  DeclineOrganizationData,
  DeclineOrganizationResponses,
  DeleteOrganizationData,
  DeleteOrganizationLogoData,
  DeleteOrganizationLogoResponses,
  DeleteOrganizationResponses,
  GetOrganizationSettingsData,
  GetOrganizationSettingsResponses,
  GetOrganizationTransferData,
  GetOrganizationTransferResponses,
  OfferOrganizationData,
  OfferOrganizationResponses,
  OrganizationOut,
  SetOrganizationLogoData,
  SetOrganizationLogoResponses,
  SuspendOrganizationData,
  SuspendOrganizationResponses,
  UpdateOrganizationBrandData,
  UpdateOrganizationBrandResponses,
  UpdateOrganizationJoinData,
  UpdateOrganizationJoinResponses,
  UpdateSignInRulesData,
  UpdateSignInRulesResponses,
  WithdrawOrganizationOfferData,
  WithdrawOrganizationOfferResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { replaceMe, sessionState } from '@/api/session';
import { invalidateOn } from '@/lib/realtime/live';
import { organizationQuery } from './queries';

export const settingsQuery = queryOptions({
  queryKey: ['organization', 'settings'],
  queryFn: ({ signal }) =>
    api.get<GetOrganizationSettingsData, GetOrganizationSettingsResponses>(
      '/api/organization/settings',
      { signal },
    ),
});

export const transferQuery = queryOptions({
  queryKey: ['organization', 'transfer'],
  queryFn: ({ signal }) =>
    api.get<GetOrganizationTransferData, GetOrganizationTransferResponses>(
      '/api/organization/transfer',
      { signal },
    ),
});

// Whatever changes one of the two who are party to an offer ends it.
invalidateOn('organizations.member_changed', () => [transferQuery.queryKey]);

/** Shows what was saved everywhere: the rail, the switcher. */
export function showOrganization(queries: QueryClient, saved: Partial<OrganizationOut>): void {
  queries.setQueryData(organizationQuery.queryKey, (old) => old && { ...old, ...saved });
  const { me } = sessionState();
  if (me) replaceMe({ ...me, organization: { ...me.organization, ...saved } });
}

export const updateBrand = (body: UpdateOrganizationBrandData['body']) =>
  api.patch<UpdateOrganizationBrandData, UpdateOrganizationBrandResponses>(
    '/api/organization/brand',
    { body },
  );

export const setLogo = (body: Blob) =>
  api.post<SetOrganizationLogoData, SetOrganizationLogoResponses>('/api/organization/logo', {
    body,
  });

export const deleteLogo = () =>
  api.delete<DeleteOrganizationLogoData, DeleteOrganizationLogoResponses>('/api/organization/logo');

export const updateJoin = (body: UpdateOrganizationJoinData['body']) =>
  api.patch<UpdateOrganizationJoinData, UpdateOrganizationJoinResponses>('/api/organization/join', {
    body,
  });

export const updateRules = (body: UpdateSignInRulesData['body']) =>
  api.patch<UpdateSignInRulesData, UpdateSignInRulesResponses>('/api/organization/sign-in-rules', {
    body,
  });

export const suspend = () =>
  api.post<SuspendOrganizationData, SuspendOrganizationResponses>('/api/organization/suspension');

export const deleteStudio = (name: string) =>
  api.post<DeleteOrganizationData, DeleteOrganizationResponses>('/api/organization/deletion', {
    body: { name },
  });

export const offer = (member_id: string) =>
  api.post<OfferOrganizationData, OfferOrganizationResponses>('/api/organization/transfer', {
    body: { member_id },
  });

export const withdraw = () =>
  api.delete<WithdrawOrganizationOfferData, WithdrawOrganizationOfferResponses>(
    '/api/organization/transfer',
  );

export const accept = () =>
  api.post<AcceptOrganizationData, AcceptOrganizationResponses>(
    '/api/organization/transfer/accept',
  );

export const decline = () =>
  api.post<DeclineOrganizationData, DeclineOrganizationResponses>(
    '/api/organization/transfer/decline',
  );
