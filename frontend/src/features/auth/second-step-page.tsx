import { ShieldCheck } from 'lucide-react';
import type { SecondFactorOut } from '@/api/generated';
import type { TokenAnswer } from '@/api/token';
import { SecondStep } from '@/components/account/second-step';
import { Button } from '@/components/ui/button';
import { AuthFoot, AuthHeader, AuthSign, LoginLink } from './parts';

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
      <SecondStep asked={asked} onDone={onDone} />
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
