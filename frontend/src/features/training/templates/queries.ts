import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ArchiveTemplateData,
  ArchiveTemplateResponses,
  CopyTemplateData,
  CopyTemplateResponses,
  CreateTemplateData,
  CreateTemplateResponses,
  GetTemplateData,
  GetTemplateResponses,
  ListTemplatesData,
  ListTemplatesResponses,
  ReplaceTemplateData,
  ReplaceTemplateResponses,
  RestoreTemplateData,
  RestoreTemplateResponses,
  TemplateIn,
} from '@/api/generated';
import { api } from '@/api/http';
import { invalidateOn } from '@/lib/realtime/live';
import type { TemplateContent } from '../builder/content';
import { contentToApi } from './convert';

export type TemplateSort = 'name' | '-updated' | '-created';

export interface TemplateFilter {
  q?: string | undefined;
  sort?: TemplateSort | undefined;
  archived?: boolean | undefined;
}

export const templatesQuery = (filter: TemplateFilter) =>
  infiniteQueryOptions({
    queryKey: ['templates', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListTemplatesData, ListTemplatesResponses>('/api/templates', {
        query: {
          q: filter.q ?? null,
          ...(filter.sort ? { sort: filter.sort } : {}),
          ...(filter.archived ? { archived: true } : {}),
          cursor: pageParam,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const fetchTemplate = (id: string, signal?: AbortSignal) =>
  api.get<GetTemplateData, GetTemplateResponses>('/api/templates/{template_id}', {
    path: { template_id: id },
    ...(signal ? { signal } : {}),
  });

export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'one', id],
    queryFn: ({ signal }) => fetchTemplate(id, signal),
  });

export const createTemplate = (body: TemplateIn, key: string) =>
  api.post<CreateTemplateData, CreateTemplateResponses>('/api/templates', {
    body,
    idempotencyKey: key,
  });

/** What browsers let a request that outlives its page carry is 64 KiB. */
const KEEPALIVE_BYTES = 60_000;

/** `leaving`: the page is about to go; the request then outlives it where its size allows. */
export function saveTemplate(
  id: string,
  version: number,
  content: TemplateContent,
  leaving: boolean,
) {
  const body = { version, ...contentToApi(content) };
  const keepalive =
    leaving && new TextEncoder().encode(JSON.stringify(body)).length < KEEPALIVE_BYTES;
  return api.put<ReplaceTemplateData, ReplaceTemplateResponses>('/api/templates/{template_id}', {
    path: { template_id: id },
    body,
    keepalive,
  });
}

export const copyTemplate = (id: string, key: string) =>
  api.post<CopyTemplateData, CopyTemplateResponses>('/api/templates/{template_id}/copy', {
    path: { template_id: id },
    body: {},
    idempotencyKey: key,
  });

export const archiveTemplate = (id: string) =>
  api.delete<ArchiveTemplateData, ArchiveTemplateResponses>('/api/templates/{template_id}', {
    path: { template_id: id },
  });

export const restoreTemplate = (id: string) =>
  api.post<RestoreTemplateData, RestoreTemplateResponses>('/api/templates/{template_id}/restore', {
    path: { template_id: id },
  });

invalidateOn('training.template_saved', () => [['templates', 'list']]);
invalidateOn('training.program_assigned', () => [['templates', 'list']]);
