import type { SecondFactorData, SecondFactorOut, SecondFactorResponses } from '@/api/generated';
import { api } from '@/api/http';
import type { TokenAnswer } from '@/api/token';
import { showPasskey } from '@/lib/passkeys';
import { ProofForm } from './proof-form';

interface SecondStepProps {
  asked: SecondFactorOut;
  onDone: (answer: TokenAnswer) => Promise<void>;
}

/** The second step of a sign-in. A ticket that ran out says so; the page then leads back to the first step. */
export function SecondStep({ asked, onDone }: SecondStepProps) {
  const { ticket, passkey } = asked;
  return (
    <ProofForm
      methods={asked.methods}
      askPasskey={async () => ({ passkey: await showPasskey(passkey ?? {}) })}
      onProof={async (proof) => {
        const answer = await api.post<SecondFactorData, SecondFactorResponses>(
          '/api/auth/second-factor',
          { body: { ...proof, ticket }, anonymous: true },
        );
        await onDone(answer);
      }}
    />
  );
}
