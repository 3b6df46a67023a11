import { MailCheck } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { AuthFoot, AuthHeader, AuthSign, LoginLink } from './parts';
import { ResendNotice } from './resend';

/** After a mail was asked for: says the same for every address, so that nobody learns who has an account. */
export function CheckMail({
  message,
  resendTo,
  otherwise = 'Confirmed already?',
  onBack,
}: {
  message: string;
  resendTo?: string;
  /** Why one may not need the mail any more. */
  otherwise?: string;
  onBack: () => void;
}) {
  return (
    <>
      <AuthSign>
        <MailCheck size={22} />
      </AuthSign>
      <AuthHeader title="Check your mail" lead={message} />
      <p className="mb-4 text-base text-soft">
        Nothing there after a few minutes? Look among the spam, and check the address.
      </p>
      <div className="flex flex-wrap items-start gap-2">
        <Button onClick={onBack}>Change the address</Button>
        {resendTo && <ResendNotice email={resendTo} />}
      </div>
      <AuthFoot>
        {otherwise} <LoginLink email={resendTo ?? ''} />
      </AuthFoot>
    </>
  );
}
