import { z } from 'zod/mini';
import type { SignInAnswer } from '@/components/account/sign-in-answer';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { browserTimeZone } from '@/lib/dates';
import { Accepting, useAccepting } from './accepting';
import { AuthFoot, AuthHeader, linkClass } from './parts';
import { startOver } from './requests';
import { required } from './rules';

const schema = z.object({ organization_name: required('Enter the name of your studio.') });
type Values = z.infer<typeof schema>;

export interface Credentials {
  email: string;
  password: string;
  remember: boolean;
}

/** The password was right, and the account belongs to no studio any more: found one, or wait for an invitation. */
export function StartOver({
  credentials,
  onAnswer,
  onBack,
}: {
  credentials: Credentials;
  onAnswer: (answer: SignInAnswer) => Promise<void>;
  onBack: () => void;
}) {
  const form = useAppForm<Values>({ schema, defaultValues: { organization_name: '' } });
  const accepting = useAccepting();
  const submit = async (values: Values) => {
    const body = { ...credentials, ...values, time_zone: browserTimeZone() };
    await onAnswer(await accepting((accepted) => startOver({ ...body, accepted })));
  };
  return (
    <>
      <AuthHeader
        title="You belong to no studio now"
        lead="You left it, or it was closed. Found one of your own, or ask your coach for an invitation."
      />
      <Form form={form} onSubmit={submit}>
        <FormField<Values> name="organization_name" label="Studio">
          {(field) => <Input {...field} autoComplete="organization" maxLength={120} />}
        </FormField>
        <Accepting by="By creating a studio" />
        <SubmitButton size="lg">Create studio</SubmitButton>
      </Form>
      <AuthFoot>
        Not this account?{' '}
        <button type="button" className={linkClass} onClick={onBack}>
          Log in with another one
        </button>
      </AuthFoot>
    </>
  );
}
