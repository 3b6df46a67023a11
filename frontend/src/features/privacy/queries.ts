import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  EraseClientDataData,
  EraseClientDataResponses,
  EraseMyDataData,
  EraseMyDataResponses,
  ExportClientDataData,
  ExportClientDataResponses,
  ExportMyDataData,
  ExportMyDataResponses,
  ExportOut,
  GetClientPrivacyData,
  GetClientPrivacyResponses,
  GetMyPrivacyData,
  GetMyPrivacyResponses,
  KeepClientDataData,
  KeepClientDataResponses,
  KeepMyDataData,
  KeepMyDataResponses,
  LinkClientExportData,
  LinkClientExportResponses,
  LinkMyExportData,
  LinkMyExportResponses,
  ListClientExportsData,
  ListClientExportsResponses,
  ListMyDecisionsData,
  ListMyDecisionsResponses,
  ListOpeningsData,
  ListOpeningsResponses,
  ListPrivacyRequestsData,
  ListPrivacyRequestsResponses,
  ListRetentionRulesData,
  ListRetentionRulesResponses,
  ListUndecidedData,
  ListUndecidedResponses,
  PreviewRetentionRuleData,
  PreviewRetentionRuleResponses,
  UpdateRetentionRuleData,
  UpdateRetentionRuleResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { invalidateOn } from '@/lib/realtime/live';

/** While an archive is being made, its progress is asked for this often. */
const ASK_EVERY_MS = 2000;

const running = (exports: readonly ExportOut[]) => exports.some(({ state }) => state === 'running');

export const undecidedQuery = queryOptions({
  queryKey: ['privacy', 'undecided'],
  queryFn: ({ signal }) =>
    api.get<ListUndecidedData, ListUndecidedResponses>('/api/privacy/undecided', { signal }),
});

/** Every decision one made here, the newest first. */
export const historyQuery = queryOptions({
  queryKey: ['privacy', 'history'],
  queryFn: ({ signal }) =>
    api.get<ListMyDecisionsData, ListMyDecisionsResponses>('/api/privacy/consents/history', {
      signal,
    }),
});

export const mineQuery = queryOptions({
  queryKey: ['privacy', 'mine'],
  queryFn: ({ signal }) =>
    api.get<GetMyPrivacyData, GetMyPrivacyResponses>('/api/privacy/mine', { signal }),
  refetchInterval: ({ state }) => (running(state.data?.exports ?? []) ? ASK_EVERY_MS : false),
});

export const openingsQuery = (clientId: string) =>
  infiniteQueryOptions({
    queryKey: ['privacy', 'openings', clientId],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListOpeningsData, ListOpeningsResponses>('/api/clients/{client_id}/openings', {
        path: { client_id: clientId },
        query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

export const clientPrivacyQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['privacy', 'client', clientId],
    queryFn: ({ signal }) =>
      api.get<GetClientPrivacyData, GetClientPrivacyResponses>('/api/clients/{client_id}/privacy', {
        path: { client_id: clientId },
        signal,
      }),
  });

/** What one exported about a client. Ask only once somebody wants it: it needs a recent proof. */
export const exportsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['privacy', 'exports', clientId],
    queryFn: ({ signal }) =>
      api.get<ListClientExportsData, ListClientExportsResponses>(
        '/api/clients/{client_id}/exports',
        { path: { client_id: clientId }, signal },
      ),
    refetchInterval: ({ state }) => (running(state.data?.items ?? []) ? ASK_EVERY_MS : false),
  });

export const requestsQuery = queryOptions({
  queryKey: ['privacy', 'requests'],
  queryFn: ({ signal }) =>
    api.get<ListPrivacyRequestsData, ListPrivacyRequestsResponses>('/api/privacy/requests', {
      signal,
    }),
  refetchInterval: ({ state }) => (running(state.data?.exports ?? []) ? ASK_EVERY_MS : false),
});

export const rulesQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) =>
    api.get<ListRetentionRulesData, ListRetentionRulesResponses>('/api/retention', { signal }),
});

export const previewQuery = (rule: string, keepDays: number) =>
  queryOptions({
    queryKey: ['retention', rule, keepDays],
    queryFn: ({ signal }) =>
      api.get<PreviewRetentionRuleData, PreviewRetentionRuleResponses>(
        '/api/retention/{rule}/preview',
        { path: { rule }, query: { keep_days: keepDays }, signal },
      ),
  });

invalidateOn('privacy.export_ready', () => [['privacy']]);
invalidateOn('clients.updated', ({ data }) => [['privacy', 'client', data['client_id']]]);

export const exportMine = () =>
  api.post<ExportMyDataData, ExportMyDataResponses>('/api/privacy/mine/exports', {});

export const exportOf = (clientId: string) =>
  api.post<ExportClientDataData, ExportClientDataResponses>('/api/clients/{client_id}/exports', {
    path: { client_id: clientId },
  });

const linkTo = ({ id, client_id, by_themselves }: ExportOut) =>
  by_themselves
    ? api.post<LinkMyExportData, LinkMyExportResponses>(
        '/api/privacy/mine/exports/{export_id}/link',
        {
          path: { export_id: id },
        },
      )
    : api.post<LinkClientExportData, LinkClientExportResponses>(
        '/api/clients/{client_id}/exports/{export_id}/link',
        { path: { client_id, export_id: id } },
      );

/** Lets the browser fetch an archive. Its answer is a file, so the page stays. */
export async function fetchArchive(made: ExportOut): Promise<void> {
  const { url } = await linkTo(made);
  const link = document.createElement('a');
  link.href = new URL(url).pathname;
  link.download = 'personal-data.zip';
  link.click();
}

export const eraseMine = () =>
  api.post<EraseMyDataData, EraseMyDataResponses>('/api/privacy/mine/erasure', {});

export const keepMine = () =>
  api.delete<KeepMyDataData, KeepMyDataResponses>('/api/privacy/mine/erasure', {});

export const eraseClient = (clientId: string) =>
  api.post<EraseClientDataData, EraseClientDataResponses>('/api/clients/{client_id}/erasure', {
    path: { client_id: clientId },
  });

export const keepClient = (clientId: string) =>
  api.delete<KeepClientDataData, KeepClientDataResponses>('/api/clients/{client_id}/erasure', {
    path: { client_id: clientId },
  });

export const chooseRule = (rule: string, keepDays: number | null) =>
  api.patch<UpdateRetentionRuleData, UpdateRetentionRuleResponses>('/api/retention/{rule}', {
    path: { rule },
    body: { keep_days: keepDays },
  });
