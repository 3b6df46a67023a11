import { useState } from 'react';
import { z } from 'zod/mini';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { TimeZoneSelect } from '@/components/ui/time-zone-select';
import { browserTimeZone } from '@/lib/dates';
import { Accepting, useAccepting } from './accepting';
import { CheckMail } from './check-mail';
import { ExternalButtons } from './external-buttons';
import { NewPassword } from './new-password';
import { AuthFoot, AuthHeader, LoginLink } from './parts';
import { register } from './requests';
import { emailRule, newPasswordRule, required } from './rules';

const schema = z.object({
  name: required('Enter your name.'),
  email: emailRule,
  password: newPasswordRule,
  organization_name: required('Enter the name of your studio. Your own name is fine, too.'),
  time_zone: z.string(),
});
type Values = z.infer<typeof schema>;

export function RegisterPage() {
  const [sent, setSent] = useState<{ message: string; email: string } | null>(null);
  const form = useAppForm<Values>({
    schema,
    defaultValues: {
      name: '',
      email: '',
      password: '',
      organization_name: '',
      time_zone: browserTimeZone(),
    },
  });
  const accepting = useAccepting();
  const submit = async (values: Values) => {
    const { message } = await accepting((accepted) => register({ ...values, accepted }));
    setSent({ message, email: values.email });
  };
  if (sent) {
    return <CheckMail message={sent.message} resendTo={sent.email} onBack={() => setSent(null)} />;
  }
  return (
    <>
      <AuthHeader title="Create your studio" lead="For coaches. It takes a minute." />
      <Form form={form} onSubmit={submit}>
        <FormField<Values> name="name" label="Your name">
          {(field) => <Input {...field} autoComplete="name" maxLength={120} />}
        </FormField>
        <FormField<Values> name="email" label="E-mail">
          {(field) => <Input {...field} type="email" autoComplete="username" inputMode="email" />}
        </FormField>
        <FormField<Values> name="password" label="Password">
          {(field) => <NewPassword {...field} maxLength={128} />}
        </FormField>
        <FormField<Values> name="organization_name" label="Studio">
          {(field) => (
            <Input
              {...field}
              autoComplete="organization"
              placeholder="North Barbell"
              maxLength={120}
            />
          )}
        </FormField>
        <FormField<Values> name="time_zone" label="Time zone">
          {(field) => <TimeZoneSelect {...field} />}
        </FormField>
        <Accepting by="By creating a studio" />
        <SubmitButton size="lg">Create studio</SubmitButton>
      </Form>
      <ExternalButtons />
      <AuthFoot>
        Have an account? <LoginLink />
      </AuthFoot>
    </>
  );
}
