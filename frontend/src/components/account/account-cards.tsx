import { useMutation } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/display';
import { toast } from '@/lib/toasts';
import { PasswordForm } from './password-form';
import { PhotoField } from './photo-field';
import { ProfileForm } from './profile-form';
import { askForPasswordLink } from './requests';

/** Who one is: staff and clients alike. */
export function ProfileCard() {
  const { user } = useSession();
  return (
    <Card aria-label="Profile">
      <CardHeader title="Profile">
        <span className="min-w-0 text-right text-base text-soft wrap-anywhere">{user.email}</span>
      </CardHeader>
      <div className="flex flex-col gap-5 px-4 pb-4">
        <PhotoField />
        <ProfileForm />
      </div>
    </Card>
  );
}

export function PasswordCard() {
  const { user } = useSession();
  return (
    <Card aria-label="Password">
      <CardHeader title="Password" />
      <div className="px-4 pb-4">{user.has_password ? <PasswordForm /> : <FirstPassword />}</div>
    </Card>
  );
}

/** For who signed up with an account elsewhere: a mailed link sets the first one. */
function FirstPassword() {
  const { user } = useSession();
  const ask = useMutation({
    mutationFn: () => askForPasswordLink(user.email),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-soft">
        You have none: you log in with a connected account or a passkey. We can mail you a link to
        set one.
      </p>
      {ask.isSuccess ? (
        <p role="status">We sent a mail to {user.email}. Its link works for one hour.</p>
      ) : (
        <Button busy={ask.isPending} onClick={() => ask.mutate()}>
          Mail me a link
        </Button>
      )}
    </div>
  );
}
