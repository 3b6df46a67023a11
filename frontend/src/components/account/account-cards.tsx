import { useSession } from '@/api/session';
import { Card, CardHeader } from '@/components/ui/display';
import { PasswordForm } from './password-form';
import { PhotoField } from './photo-field';
import { ProfileForm } from './profile-form';

/** Who one is: staff and clients alike. */
export function ProfileCard() {
  const { user } = useSession();
  return (
    <Card aria-label="Profile">
      <CardHeader title="Profile">
        <span className="min-w-0 truncate text-base text-soft">{user.email}</span>
      </CardHeader>
      <div className="flex flex-col gap-5 px-4 pb-4">
        <PhotoField />
        <ProfileForm />
      </div>
    </Card>
  );
}

export function PasswordCard() {
  return (
    <Card aria-label="Password">
      <CardHeader title="Password" />
      <div className="px-4 pb-4">
        <PasswordForm />
      </div>
    </Card>
  );
}
