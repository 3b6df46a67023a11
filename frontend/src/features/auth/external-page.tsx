import { Navigate, useNavigate } from '@tanstack/react-router';
import { Link2Off } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod/mini';
import { ApiError, messageOf } from '@/api/errors';
import type { FinishExternalData, SecondFactorOut } from '@/api/generated';
import { homeOf, membershipGone, useSessionState } from '@/api/session';
import { asksForMore, type SignInAnswer } from '@/components/account/sign-in-answer';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Input, PasswordInput } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { browserTimeZone } from '@/lib/dates';
import {
  type Errand,
  finishExternal,
  type Provider,
  providerNames,
  takeErrand,
} from '@/lib/external';
import { Accepting, useAccepting } from './accepting';
import { useEnter } from './enter';
import { AuthFoot, AuthHeader, AuthSign, ForgotLink, LoginLink } from './parts';
import { required } from './rules';
import { SecondStepPage } from './second-step-page';
import { type Homeless, StartOver } from './start-over';

const words: Record<string, string> = {
  external_refused: 'That sign-in was cancelled, or took too long. Begin it again.',
  ticket_spent: 'That sign-in was used already, or took too long. Begin it again.',
  external_taken: 'That account is connected to somebody else’s here.',
  too_many_requests: 'Too many tries. Wait a minute, then begin again.',
  unavailable: 'It does not answer just now. Try again in a moment.',
};

interface Returned {
  ticket: string | null;
  error: string | null;
  linked: string | null;
  provider: string;
}

/** What stands behind the `#`, read once: it is taken out of the address at once. */
function takeReturned(): Returned {
  const found = new URLSearchParams(location.hash.slice(1));
  history.replaceState(history.state, '', location.pathname);
  const provider = found.get('provider') ?? found.get('linked') ?? '';
  return {
    ticket: found.get('ticket'),
    error: found.get('error'),
    linked: found.get('linked'),
    provider: providerNames[provider as Provider] ?? 'that service',
  };
}

/** Where Google and Facebook send people back to. */
export function ExternalPage() {
  const [returned] = useState(takeReturned);
  const [errand] = useState(takeErrand);
  const { me } = useSessionState();
  if (returned.linked || (returned.error && me)) {
    const failed = returned.error
      ? (words[returned.error] ?? words['external_refused'])
      : undefined;
    if (me && !failed) {
      const to = homeOf(me) === '/me' ? '/me/account/security' : '/app/settings/security';
      return <Navigate to={to} replace />;
    }
    return <Failed provider={returned.provider} text={failed ?? 'Log in to go on.'} />;
  }
  if (!returned.ticket) {
    const text = words[returned.error ?? ''] ?? 'That sign-in did not work. Begin it again.';
    return <Failed provider={returned.provider} text={text} />;
  }
  return <Finish ticket={returned.ticket} provider={returned.provider} errand={errand} />;
}

function Failed({ provider, text }: { provider: string; text: string }) {
  return (
    <>
      <AuthSign>
        <Link2Off size={22} />
      </AuthSign>
      <AuthHeader title={`Not logged in with ${provider}`} lead={text} />
      <p className="text-base">
        <LoginLink>Back to log in</LoginLink>
      </p>
    </>
  );
}

interface Wanted {
  code: string;
  email: string;
  name: string;
}

type Answered = Omit<FinishExternalData['body'], 'ticket'>;

function Finish({
  ticket,
  provider,
  errand,
}: {
  ticket: string;
  provider: string;
  errand: Errand;
}) {
  const enter = useEnter();
  const navigate = useNavigate();
  const begun = useRef(false);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [asked, setAsked] = useState<SecondFactorOut | null>(null);
  const [homeless, setHomeless] = useState<Homeless | null>(null);

  const take = async (answer: SignInAnswer) => {
    if (asksForMore(answer)) setAsked(answer);
    else await enter(answer, errand.next);
  };
  const send = (given: Answered) =>
    finishExternal({ ticket, time_zone: browserTimeZone(), ...given });
  const finish = async (given: Answered) => {
    const { invitation, accepted } = errand;
    const joining = invitation ? { invitation, ...(accepted && { accepted }) } : {};
    try {
      await take(await send({ ...joining, ...given }));
    } catch (error) {
      if (membershipGone(error)) setHomeless({ found: send, refusal: error });
      throw error;
    }
  };

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    finish({}).catch((error: unknown) => {
      if (
        error instanceof ApiError &&
        ['external_unknown', 'external_link_needed'].includes(error.code)
      ) {
        const { email = '', name = '' } = error.problem as { email?: string; name?: string };
        setWanted({ code: error.code, email, name: name ?? '' });
      } else setFailed(messageOf(error));
    });
  });

  if (asked)
    return <SecondStepPage asked={asked} onDone={(answer) => enter(answer, errand.next)} />;
  if (homeless)
    return (
      <StartOver
        homeless={homeless}
        onAnswer={take}
        onBack={() => void navigate({ to: '/login' })}
      />
    );
  if (failed) return <Failed provider={provider} text={failed} />;
  if (wanted?.code === 'external_link_needed')
    return <Connect provider={provider} email={wanted.email} onDone={finish} />;
  if (wanted) return <SignUp provider={provider} wanted={wanted} onDone={finish} />;
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <AuthHeader title={`Back from ${provider}`} lead="One moment." />
      <Skeleton className="h-11" />
    </div>
  );
}

interface StepProps {
  provider: string;
  onDone: (given: Answered) => Promise<void>;
}

const connectSchema = z.object({ password: required('Enter your password.') });

/** The address has an account: its password, once, connects both. */
function Connect({ provider, email, onDone }: StepProps & { email: string }) {
  const form = useAppForm<z.infer<typeof connectSchema>>({
    schema: connectSchema,
    defaultValues: { password: '' },
  });
  return (
    <>
      <AuthHeader
        title={`Connect ${provider}`}
        lead={`${email || 'This address'} has an account here. Enter its password once; from then on ${provider} is enough.`}
      />
      <Form form={form} onSubmit={onDone}>
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <FormField<{ password: string }> name="password" label="Password">
          {(field) => <PasswordInput {...field} />}
        </FormField>
        <ForgotLink />
        <SubmitButton size="lg">Connect and log in</SubmitButton>
      </Form>
      <AuthFoot>
        Not your account? <LoginLink>Log in another way</LoginLink>
      </AuthFoot>
    </>
  );
}

const signUpSchema = z.object({
  name: required('Enter your name.'),
  organization_name: required('Enter the name of your studio. Your own name is fine, too.'),
});
type SignUpValues = z.infer<typeof signUpSchema>;

/** Nobody here yet: a studio of one's own, without a password. */
function SignUp({ provider, wanted, onDone }: StepProps & { wanted: Wanted }) {
  const form = useAppForm<SignUpValues>({
    schema: signUpSchema,
    defaultValues: { name: wanted.name, organization_name: '' },
  });
  const accepting = useAccepting();
  return (
    <>
      <AuthHeader
        title="Create your studio"
        lead={`${wanted.email} is confirmed by ${provider}; you need no password.`}
      />
      <Form
        form={form}
        onSubmit={(values) => accepting((accepted) => onDone({ ...values, accepted }))}
      >
        <FormField<SignUpValues> name="name" label="Your name">
          {(field) => <Input {...field} autoComplete="name" maxLength={120} />}
        </FormField>
        <FormField<SignUpValues> name="organization_name" label="Studio">
          {(field) => (
            <Input
              {...field}
              autoComplete="organization"
              placeholder="North Barbell"
              maxLength={120}
            />
          )}
        </FormField>
        <Accepting by="By creating a studio" />
        <SubmitButton size="lg">Create studio</SubmitButton>
      </Form>
      <AuthFoot>
        Does somebody coach you here? Open the invitation they mailed you. Or{' '}
        <LoginLink>log in another way</LoginLink>.
      </AuthFoot>
    </>
  );
}
