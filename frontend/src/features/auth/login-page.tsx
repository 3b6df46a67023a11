import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod/mini';
import { ApiError } from '@/api/errors';
import type { SecondFactorOut } from '@/api/generated';
import { membershipGone, useSessionState } from '@/api/session';
import { asksForMore, type SignInAnswer } from '@/components/account/sign-in-answer';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Checkbox } from '@/components/ui/choice';
import { Input, PasswordInput } from '@/components/ui/input';
import { useEnter } from './enter';
import { ExternalButtons } from './external-buttons';
import { AuthFoot, AuthHeader, linkClass } from './parts';
import { PasskeyButton } from './passkey-button';
import { logIn, startOver } from './requests';
import { ResendNotice } from './resend';
import { emailRule } from './rules';
import { SecondStepPage } from './second-step-page';
import { type Homeless, StartOver } from './start-over';

const schema = z.object({
  email: emailRule,
  password: z.string().check(z.minLength(1, 'Enter your password.')),
  remember: z.boolean(),
});
type Values = z.infer<typeof schema>;

const route = getRouteApi('/auth/login');

export function LoginPage() {
  const { next, email = '' } = route.useSearch();
  const enter = useEnter();
  const session = useSessionState();
  const [unconfirmed, setUnconfirmed] = useState<string | null>(null);
  const [asked, setAsked] = useState<SecondFactorOut | null>(null);
  const [homeless, setHomeless] = useState<Homeless | null>(null);
  const form = useAppForm<Values>({
    schema,
    defaultValues: { email, password: '', remember: true },
  });
  const take = async (answer: SignInAnswer) => {
    if (asksForMore(answer)) setAsked(answer);
    else await enter(answer, next);
  };
  const submit = async (values: Values) => {
    setUnconfirmed(null);
    try {
      await take(await logIn(values));
    } catch (error) {
      if (error instanceof ApiError && error.code === 'email_unverified') {
        setUnconfirmed(values.email);
      }
      if (membershipGone(error)) {
        setHomeless({ found: (studio) => startOver({ ...values, ...studio }), refusal: error });
      }
      throw error;
    }
  };
  if (asked) {
    return (
      <SecondStepPage
        asked={asked}
        onBack={() => setAsked(null)}
        onDone={(answer) => enter(answer, next)}
      />
    );
  }
  if (homeless) {
    return <StartOver homeless={homeless} onAnswer={take} onBack={() => setHomeless(null)} />;
  }
  return (
    <>
      <AuthHeader title="Welcome back" lead="Log in to go on training." />
      {session.status === 'anonymous' && session.why && (
        <p role="alert" className="mb-4 wrap-anywhere text-bad-ink">
          You were logged out. {session.why}
        </p>
      )}
      <Form form={form} onSubmit={submit}>
        <FormField<Values> name="email" label="E-mail">
          {(field) => (
            <Input
              {...field}
              value={field.value as string}
              type="email"
              autoComplete="username"
              inputMode="email"
            />
          )}
        </FormField>
        <FormField<Values> name="password" label="Password">
          {(field) => <PasswordInput {...field} value={field.value as string} />}
        </FormField>
        <div className="flex items-center justify-between gap-3 text-base">
          <Checkbox
            label="Stay logged in"
            checked={form.watch('remember')}
            onCheckedChange={(remember) => form.setValue('remember', remember)}
          />
          <Link to="/forgot" className={`${linkClass} inline-flex items-center touch:h-11`}>
            Forgot password?
          </Link>
        </div>
        {unconfirmed && <ResendNotice email={unconfirmed} />}
        <SubmitButton size="lg">Log in</SubmitButton>
      </Form>
      <PasskeyButton remember={form.watch('remember')} onAnswer={take} />
      <ExternalButtons next={next} remember={form.watch('remember')} />
      <AuthFoot>
        New to Stoke?{' '}
        <Link to="/register" className={linkClass}>
          Create your studio
        </Link>
      </AuthFoot>
    </>
  );
}
