import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { onProofAsked } from '@/api/proof';
import { useSessionState } from '@/api/session';
import { currentToasts, subscribeToasts } from '@/lib/toasts';

const SignInAgain = lazy(() =>
  import('@/components/account/sign-in-again').then((m) => ({ default: m.SignInAgain })),
);
const ProofDialog = lazy(() =>
  import('@/components/account/proof-dialog').then((m) => ({ default: m.ProofDialog })),
);
const SecondFactorWanted = lazy(() =>
  import('@/components/account/second-factor-wanted').then((m) => ({
    default: m.SecondFactorWanted,
  })),
);
const StudioClosed = lazy(() =>
  import('@/components/account/studio-closed').then((m) => ({ default: m.StudioClosed })),
);
const Toaster = lazy(() => import('@/components/ui/toaster').then((m) => ({ default: m.Toaster })));

/** Around every page: notices, and the questions who one is; each comes when it is first needed. */
export function AppFrame() {
  const session = useSessionState();
  const heldBack = session.me?.held_back;
  const [adding, setAdding] = useState(false);
  // Stays until it is done: it may be showing recovery codes when the studio opens, and they are shown once.
  if (heldBack === 'second_factor_missing' && !adding) setAdding(true);
  if (!session.me && adding) setAdding(false);
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  return (
    <>
      {adding || heldBack ? (
        <Suspense fallback={null}>
          {adding ? <SecondFactorWanted onDone={() => setAdding(false)} /> : <StudioClosed />}
        </Suspense>
      ) : (
        <Outlet />
      )}
      <ProofQuestion />
      {session.status === 'expired' && (
        <Suspense fallback={null}>
          <SignInAgain me={session.me} />
        </Suspense>
      )}
      {toasts.length > 0 && (
        <Suspense fallback={null}>
          <Toaster />
        </Suspense>
      )}
    </>
  );
}

/** Asks for a proof when a request was refused for lack of one, and lets it go on. */
function ProofQuestion() {
  const [answer, setAnswer] = useState<((proved: boolean) => void) | null>(null);
  useEffect(() => onProofAsked(() => new Promise((resolve) => setAnswer(() => resolve))), []);
  if (!answer) return null;
  return (
    <Suspense fallback={null}>
      <ProofDialog
        onClose={(proved) => {
          setAnswer(null);
          answer(proved);
        }}
      />
    </Suspense>
  );
}
