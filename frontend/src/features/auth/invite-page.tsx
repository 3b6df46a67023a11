import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod/mini';
import { messageOf, NetworkError } from '@/api/errors';
import type { InvitationOut, SecondFactorOut } from '@/api/generated';
import { asksForMore } from '@/components/account/sign-in-answer';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Input, PasswordInput } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { browserTimeZone } from '@/lib/dates';
import { Accepting, useAccepting, useShownVersions } from './accepting';
import { useEnter } from './enter';
import { ExternalButtons } from './external-buttons';
import { NewPassword } from './new-password';
import { AuthFoot, AuthHeader, AuthSign, ForgotLink, LoginLink } from './parts';
import { acceptInvitation, getInvitation } from './requests';
import { newPasswordRule, required } from './rules';
import { SecondStepPage } from './second-step-page';

const newAccount = z.object({ name: required('Enter your name.'), password: newPasswordRule });
const ownAccount = z.object({ name: z.string(), password: required('Enter your password.') });
type Values = z.infer<typeof newAccount>;

const route = getRouteApi('/auth/invite/$token');

export function InvitePage() {
  const { token } = route.useParams();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => getInvitation(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (invitation.data) return <Accept token={token} invitation={invitation.data} />;
  if (invitation.isPending) {
    return (
      <div aria-busy="true" className="flex flex-col gap-4">
        <AuthHeader title="Your invitation" lead="One moment." />
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
        <Skeleton className="h-[52px] rounded-card" />
      </div>
    );
  }
  const offline = invitation.error instanceof NetworkError;
  return (
    <>
      <AuthSign>
        <UserRoundX size={22} />
      </AuthSign>
      <AuthHeader
        title={offline ? 'No connection' : 'This invitation does not work'}
        lead={messageOf(invitation.error)}
      />
      {offline ? (
        <Button size="lg" variant="primary" onClick={() => void invitation.refetch()}>
          Try again
        </Button>
      ) : (
        <p className="text-base text-soft">
          Ask whoever invited you to send it again. If you took it up already,{' '}
          <LoginLink>log in</LoginLink>.
        </p>
      )}
    </>
  );
}

function Accept({ token, invitation }: { token: string; invitation: InvitationOut }) {
  const enter = useEnter();
  const accepting = useAccepting();
  const shown = useShownVersions();
  const { account_exists: known } = invitation;
  const [asked, setAsked] = useState<SecondFactorOut | null>(null);
  const form = useAppForm<Values>({
    schema: known ? ownAccount : newAccount,
    defaultValues: { name: known ? '' : invitation.name, password: '' },
  });
  const submit = async ({ name, password }: Values) => {
    const who = known ? {} : { name };
    const body = { ...who, password, time_zone: browserTimeZone() };
    const answer = await accepting((accepted) => acceptInvitation(token, { ...body, accepted }));
    if (asksForMore(answer)) setAsked(answer);
    else await enter(answer);
  };
  if (asked) return <SecondStepPage asked={asked} onDone={enter} />;
  return (
    <>
      <AuthHeader
        title={
          invitation.role === 'client'
            ? `Train with ${invitation.organization_name}`
            : `Work at ${invitation.organization_name}`
        }
        lead={
          roleLine(invitation) +
          (known
            ? `You have an account for ${invitation.email}. Enter its password to join.`
            : `Choose a password for ${invitation.email}, and you are in.`)
        }
      />
      <Form form={form} onSubmit={submit}>
        {!known && (
          <FormField<Values> name="name" label="Your name">
            {(field) => <Input {...field} autoComplete="name" maxLength={120} />}
          </FormField>
        )}
        {/* For password managers: which account the password belongs to. */}
        <input type="hidden" name="username" autoComplete="username" value={invitation.email} />
        <FormField<Values> name="password" label="Password">
          {(field) =>
            known ? <PasswordInput {...field} /> : <NewPassword {...field} maxLength={128} />
          }
        </FormField>
        {known && <ForgotLink />}
        <Accepting by="By joining" />
        <SubmitButton size="lg">Join {invitation.organization_name}</SubmitButton>
      </Form>
      <ExternalButtons invitation={token} accepted={shown} />
      <AuthFoot>Not you? Close this page; nothing happens without a password.</AuthFoot>
    </>
  );
}

/** What the team's newcomers are to be; clients know. */
const roleLine = ({ role, role_name: name }: InvitationOut) =>
  role === 'client' ? '' : `Your role: ${name}. `;
