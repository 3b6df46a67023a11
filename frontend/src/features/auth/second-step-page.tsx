import { ShieldCheck } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { SecondFactorOut } from '@/api/generated';
import type { TokenAnswer } from '@/api/token';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { AuthFoot, AuthHeader, AuthSign, LoginLink } from './parts';

// Few need it at a sign-in, and everybody waits for the page that they log in on.
const SecondStep = lazy(() =>
  import('@/components/account/second-step').then((m) => ({ default: m.SecondStep })),
);

interface SecondStepPageProps {
  asked: SecondFactorOut;
  onDone: (answer: TokenAnswer) => Promise<void>;
  /** Back to the first step, where that can be done again. */
  onBack?: () => void;
}

/** The password was right: what is asked beside it. */
export function SecondStepPage({ asked, onDone, onBack }: SecondStepPageProps) {
  return (
    <>
      <AuthSign>
        <ShieldCheck size={22} />
      </AuthSign>
      <AuthHeader title="One thing more" lead="Your account is protected by a second factor." />
      <Suspense fallback={<Skeleton className="h-24" />}>
        <SecondStep asked={asked} onDone={onDone} />
      </Suspense>
      <AuthFoot>
        {onBack ? (
          <Button variant="quiet" onClick={onBack}>
            Begin again
          </Button>
        ) : (
          <LoginLink>Begin again</LoginLink>
        )}
      </AuthFoot>
    </>
  );
}
