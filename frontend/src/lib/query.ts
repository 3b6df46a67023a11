import { type Query, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/errors';

/** An answer that will be the same next time (not found, forbidden, invalid) is not asked for again. */
function worthRetrying(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.status < 500 && error.status !== 429) return false;
  return failures < 2;
}

/** Whether a query gave up without an answer, or with an old one. */
export const failed = ({ state }: Query): boolean => state.status === 'error';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      retry: worthRetrying,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
