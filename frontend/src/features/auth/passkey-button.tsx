import { useMutation } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { messageOf } from '@/api/errors';
import type { SignInAnswer } from '@/components/account/sign-in-answer';
import { Button } from '@/components/ui/button';
import { passkeysWork } from '@/lib/passkeys';
import { logInWithPasskey } from './requests';

interface PasskeyButtonProps {
  remember: boolean;
  onAnswer: (answer: SignInAnswer) => Promise<void>;
}

/** Logs in without a name and a password; not there where the browser knows no passkeys. */
export function PasskeyButton({ remember, onAnswer }: PasskeyButtonProps) {
  const logIn = useMutation({
    mutationFn: async () => onAnswer(await logInWithPasskey(remember)),
  });
  if (!passkeysWork()) return null;
  const { error } = logIn;
  return (
    <div className="mt-3 flex flex-col gap-2">
      <Button
        size="lg"
        busy={logIn.isPending}
        icon={<Fingerprint size={18} aria-hidden />}
        onClick={() => logIn.mutate()}
      >
        Log in with a passkey
      </Button>
      {error && (
        <p role="alert" className="text-bad-ink">
          {messageOf(error)}
        </p>
      )}
    </div>
  );
}
