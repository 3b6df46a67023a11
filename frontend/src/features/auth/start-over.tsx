import { z } from 'zod/mini';
import type { ApiError } from '@/api/errors';
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

/** Somebody whose password was right, and who may not come in anywhere. */
export interface Homeless {
  credentials: { email: string; password: string; remember: boolean };
  refusal: ApiError;
}

/**
 * The account belongs to no studio any more: found one, or wait for an invitation. Or it is suspended where it belongs:
 * ask there, or found one.
 */
export function StartOver({
  homeless: { credentials, refusal },
  onAnswer,
  onBack,
}: {
  homeless: Homeless;
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
      {refusal.code === 'membership_suspended' ? (
        <>
          <AuthHeader title="You are suspended" lead={refusal.message} />
          <p className="mb-4 text-soft">You can also found a studio of your own.</p>
        </>
      ) : (
        <AuthHeader
          title="You belong to no studio now"
          lead="You left it, or it was closed. Found one of your own, or ask your coach for an invitation."
        />
      )}
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
