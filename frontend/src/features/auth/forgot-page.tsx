import { useState } from 'react';
import { z } from 'zod/mini';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { CheckMail } from './check-mail';
import { AuthFoot, AuthHeader, LoginLink } from './parts';
import { forgotPassword } from './requests';
import { emailRule } from './rules';

const schema = z.object({ email: emailRule });
type Values = z.infer<typeof schema>;

export function ForgotPage() {
  const [sent, setSent] = useState<string | null>(null);
  const form = useAppForm<Values>({ schema, defaultValues: { email: '' } });
  if (sent)
    return <CheckMail message={sent} otherwise="Remembered it?" onBack={() => setSent(null)} />;
  return (
    <>
      <AuthHeader
        title="Forgotten password"
        lead="We send you a link with which you set a new one."
      />
      <Form
        form={form}
        onSubmit={async ({ email }) => setSent((await forgotPassword(email)).message)}
      >
        <FormField<Values> name="email" label="E-mail">
          {(field) => <Input {...field} type="email" autoComplete="username" inputMode="email" />}
        </FormField>
        <SubmitButton size="lg">Send the link</SubmitButton>
      </Form>
      <AuthFoot>
        Remembered it? <LoginLink />
      </AuthFoot>
    </>
  );
}
