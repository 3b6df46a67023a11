import { z } from 'zod/mini';
import type { ApiError } from '@/api/errors';
import type { Accepted } from '@/api/generated';
import type { SignInAnswer } from '@/components/account/sign-in-answer';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { browserTimeZone } from '@/lib/dates';
import { Accepting, useAccepting } from './accepting';
import { AuthFoot, AuthHeader, linkClass } from './parts';
import { required } from './rules';

const schema = z.object({ organization_name: required('Enter the name of your studio.') });
type Values = z.infer<typeof schema>;

interface Founding extends Values {
  time_zone: string;
  accepted: Accepted;
}

/** Somebody who proved who they are, and who may not come in anywhere. */
export interface Homeless {
  /** Founds a studio, by the proof that was given. */
  found: (studio: Founding) => Promise<SignInAnswer>;
  refusal: ApiError;
}

/**
 * The account belongs to no studio any more: found one, or wait for an invitation. Or it is suspended where it belongs:
 * ask there, or found one.
 */
export function StartOver({
  homeless: { found, refusal },
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
    const studio = { ...values, time_zone: browserTimeZone() };
    await onAnswer(await accepting((accepted) => found({ ...studio, accepted })));
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
