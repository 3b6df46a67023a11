import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/errors';
import type { Accepted, ListLegalTextsData, ListLegalTextsResponses } from '@/api/generated';
import { api } from '@/api/http';
import { linkClass } from './parts';

const legalQuery = queryOptions({
  queryKey: ['legal'],
  queryFn: ({ signal }) =>
    api.get<ListLegalTextsData, ListLegalTextsResponses>('/api/legal', { signal, anonymous: true }),
  staleTime: Number.POSITIVE_INFINITY,
  select: ({ items }): Accepted => ({
    terms: versionIn(items, 'terms'),
    privacy: versionIn(items, 'privacy'),
  }),
});

function versionIn(items: ListLegalTextsResponses[200]['items'], kind: string): number {
  return items.find((item) => item.kind === kind)?.version ?? 0;
}

/** The versions that this page shows, once they are known. */
export const useShownVersions = () => useQuery(legalQuery).data;

/**
 * What sends a form along with the versions that stand beside its button. When the server says that there are newer
 * ones, they are shown from then on, and the form stays for another try.
 */
export function useAccepting() {
  const queries = useQueryClient();
  return async <T,>(send: (accepted: Accepted) => Promise<T>): Promise<T> => {
    const { items } = await queries.ensureQueryData(legalQuery);
    try {
      return await send({
        terms: versionIn(items, 'terms'),
        privacy: versionIn(items, 'privacy'),
      });
    } catch (error) {
      const outdated =
        error instanceof ApiError &&
        error.fields.some(({ pointer }) => pointer.startsWith('/accepted/'));
      if (outdated) await queries.invalidateQueries(legalQuery);
      throw error;
    }
  };
}

/** "By creating a studio you accept the terms and the privacy notice": each opens the text of the version shown. */
export function Accepting({ by }: { by: string }) {
  const shown = useShownVersions();
  const text = (kind: keyof Accepted, name: string) => (
    <a
      href={`/legal/${kind}/${shown?.[kind] ?? 1}`}
      target="_blank"
      rel="noopener"
      className={`${linkClass} underline`}
    >
      {name}
    </a>
  );
  return (
    <p className="text-sm text-soft">
      {by} you accept the {text('terms', 'terms')} and the {text('privacy', 'privacy notice')}.
    </p>
  );
}
