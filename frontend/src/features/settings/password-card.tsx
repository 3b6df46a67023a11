import { z } from 'zod/mini';
import { useSession } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Card, CardHeader } from '@/components/ui/display';
import { PasswordInput } from '@/components/ui/input';
import { toast } from '@/lib/toasts';
import { changePassword } from './queries';

const schema = z.object({
  current_password: z.string().check(z.minLength(1, 'Enter your password of now.')),
  new_password: z.string().check(z.minLength(10, 'Use at least 10 characters.')),
});
type Values = z.infer<typeof schema>;
const empty: Values = { current_password: '', new_password: '' };

export function PasswordCard() {
  const { user } = useSession();
  const form = useAppForm<Values>({ schema, defaultValues: empty });
  const submit = async (values: Values) => {
    await changePassword(values);
    toast('Your password is changed', { tone: 'good' });
    // After the form has taken the values for saved.
    queueMicrotask(() => form.reset(empty));
  };
  return (
    <Card aria-label="Password">
      <CardHeader title="Password" />
      <div className="px-4 pb-4">
        <Form form={form} onSubmit={submit}>
          <input type="hidden" autoComplete="username" value={user.email} />
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField<Values> name="current_password" label="Password now">
              {(field) => <PasswordInput {...field} />}
            </FormField>
            <FormField<Values>
              name="new_password"
              label="New password"
              help="At least 10 characters. Other devices are logged out."
            >
              {(field) => <PasswordInput {...field} autoComplete="new-password" maxLength={128} />}
            </FormField>
          </div>
          <div>
            <SubmitButton variant="outline">Change password</SubmitButton>
          </div>
        </Form>
      </div>
    </Card>
  );
}
