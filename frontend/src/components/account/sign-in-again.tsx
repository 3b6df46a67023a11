import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import type { LoginData, LoginResponses, SecondFactorOut } from '@/api/generated';
import { api } from '@/api/http';
import { type Me, membershipGone, shutOut, signOut, startSession } from '@/api/session';
import type { TokenAnswer } from '@/api/token';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { PasswordInput } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { SecondStep } from './second-step';
import { asksForMore } from './sign-in-answer';

const schema = z.object({
  password: z.string().check(z.minLength(1, 'Enter your password.')),
});
type Values = z.infer<typeof schema>;

/** Asks over the open page, so that nothing typed on it is lost. */
export function SignInAgain({ me }: { me: Me }) {
  const queries = useQueryClient();
  const form = useAppForm<Values>({ schema, defaultValues: { password: '' } });
  const [asked, setAsked] = useState<SecondFactorOut | null>(null);
  const done = async (answer: TokenAnswer) => {
    await startSession(answer);
    void queries.invalidateQueries();
  };
  const submit = async ({ password }: Values) => {
    let answer: LoginResponses[keyof LoginResponses];
    try {
      answer = await api.post<LoginData, LoginResponses>('/api/auth/login', {
        body: { email: me.user.email, password, remember: true },
        anonymous: true,
      });
    } catch (error) {
      // Suspended or removed meanwhile: the page behind the question is not theirs to read any more.
      if (membershipGone(error)) return shutOut(error.message);
      throw error;
    }
    if (asksForMore(answer)) setAsked(answer);
    else await done(answer);
  };
  return (
    <ResponsiveDialog
      open
      closable={false}
      onOpenChange={() => undefined}
      title="Log in again"
      description="You were logged out. What you typed is still here."
    >
      {asked ? (
        <SecondStep asked={asked} onDone={done} />
      ) : (
        <Form form={form} onSubmit={submit}>
          <p className="wrap-anywhere text-soft">
            {me.user.name}, {me.user.email}
          </p>
          <input hidden readOnly type="text" autoComplete="username" value={me.user.email} />
          <FormField<Values> name="password" label="Password">
            {(field) => <PasswordInput {...field} />}
          </FormField>
          <div className="flex flex-wrap gap-2">
            <SubmitButton>Log in</SubmitButton>
            <Button variant="quiet" onClick={() => void signOut()}>
              I am somebody else
            </Button>
          </div>
        </Form>
      )}
    </ResponsiveDialog>
  );
}
