import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { buttonClass } from '@/components/ui/button';
import { toast } from '@/lib/toasts';
import { NewPassword } from './new-password';
import { AuthFoot, AuthHeader, linkClass } from './parts';
import { resetPassword } from './requests';
import { newPasswordRule } from './rules';

const schema = z.object({ password: newPasswordRule });
type Values = z.infer<typeof schema>;

const route = getRouteApi('/auth/reset');

export function ResetPage() {
  const { token } = route.useSearch();
  const navigate = useNavigate();
  const form = useAppForm<Values>({ schema, defaultValues: { password: '' } });
  if (!token) {
    return (
      <>
        <AuthHeader
          title="This link is not complete"
          lead="Open it from the mail again, or ask for a new one."
        />
        <Link to="/forgot" className={buttonClass('primary', 'lg')}>
          Send a new link
        </Link>
      </>
    );
  }
  const submit = async ({ password }: Values) => {
    await resetPassword({ token, password });
    toast('Your new password is set. Log in with it.', { tone: 'good' });
    await navigate({ to: '/login', replace: true });
  };
  return (
    <>
      <AuthHeader title="New password" lead="You will be logged out everywhere else." />
      <Form form={form} onSubmit={submit}>
        <FormField<Values> name="password" label="New password">
          {(field) => <NewPassword {...field} maxLength={128} />}
        </FormField>
        <SubmitButton size="lg">Set the password</SubmitButton>
      </Form>
      <AuthFoot>
        The link has run out?{' '}
        <Link to="/forgot" className={linkClass}>
          Send a new one
        </Link>
      </AuthFoot>
    </>
  );
}
