import { useMutation } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import { Button } from '@/components/ui/button';
import { resendVerification } from './requests';

/** Sends the confirmation again; the server's answer is the same for every address. */
export function ResendNotice({ email }: { email: string }) {
  const resend = useMutation({ mutationFn: () => resendVerification(email) });
  return (
    <div className="flex flex-col items-start gap-2 text-base">
      {!resend.isSuccess && (
        <Button onClick={() => resend.mutate()} busy={resend.isPending}>
          Send the confirmation again
        </Button>
      )}
      <p role="status" className={resend.isError ? 'text-bad-ink' : 'text-soft'}>
        {resend.isSuccess && resend.data.message}
        {resend.isError && messageOf(resend.error)}
      </p>
    </div>
  );
}
