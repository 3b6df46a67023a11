import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck, MailX } from 'lucide-react';
import { messageOf, NetworkError } from '@/api/errors';
import { Button, buttonClass } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { AuthHeader, AuthSign } from './parts';
import { verifyEmail } from './requests';

const route = getRouteApi('/auth/verify');

/** Confirms the address of the mailed link; the token works once, so it is sent once. */
export function VerifyPage() {
  const { token } = route.useSearch();
  const verified = useQuery({
    queryKey: ['verify-email', token],
    queryFn: () => verifyEmail(token ?? ''),
    enabled: Boolean(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (verified.isSuccess) {
    return (
      <>
        <AuthSign>
          <CircleCheck size={22} />
        </AuthSign>
        <AuthHeader
          title="Your address is confirmed"
          lead={
            verified.data.password_needed
              ? 'It was signed up more than once, with different passwords. We mailed you a link to set the one you want.'
              : 'Log in, and your studio is ready for its first client.'
          }
        />
        <Link
          to="/login"
          search={{ email: verified.data.email }}
          className={`${buttonClass('primary', 'lg')} w-full`}
        >
          Log in
        </Link>
      </>
    );
  }
  if (token && !verified.isError) {
    return (
      <div aria-busy="true">
        <AuthHeader title="Confirming your address" lead="One moment." />
        <Skeleton className="h-[52px] rounded-card" />
      </div>
    );
  }
  const again = verified.error instanceof NetworkError;
  return (
    <>
      <AuthSign>
        <MailX size={22} />
      </AuthSign>
      <AuthHeader
        title={again ? 'No connection' : 'This link does not work'}
        lead={
          verified.error
            ? messageOf(verified.error)
            : 'It is not complete. Open it from the mail again.'
        }
      />
      {again ? (
        <Button size="lg" variant="primary" onClick={() => void verified.refetch()}>
          Try again
        </Button>
      ) : (
        <p className="text-base text-soft">
          If you confirmed before, just log in. Otherwise log in with your password, and we offer to
          send a new mail.
        </p>
      )}
      {!again && (
        <Link to="/login" className={`${buttonClass('primary', 'lg')} mt-5 w-full`}>
          Log in
        </Link>
      )}
    </>
  );
}
