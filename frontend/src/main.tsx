import '@/lib/svg-props';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { inReach, onReach } from '@/api/reach';
import { onSessionChange, sessionState } from '@/api/session';
import { failed, queryClient } from '@/lib/query';
import { router } from '@/routes/router';
import '@/styles/index.css';

onSessionChange(() => {
  if (sessionState().status !== 'anonymous') return;
  // The next person at this screen must not see a row of the last one.
  queryClient.clear();
  void router.invalidate();
});

onReach(() => {
  // What did not load while the server was out of reach loads by itself when it is back.
  if (inReach()) void queryClient.refetchQueries({ type: 'active', predicate: failed });
});

// Live updates wait for the page: nothing on first paint needs them.
void import('@/lib/realtime/live').then(({ runLive }) => runLive(queryClient));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
