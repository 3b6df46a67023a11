import { z } from 'zod/mini';
import { useSession } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { PasswordInput } from '@/components/ui/input';
import { toast } from '@/lib/toasts';
import { changePassword } from './requests';

const SHORTEST = 10;
const schema = z.object({
  current_password: z.string().check(z.minLength(1, 'Enter your current password.')),
  new_password: z.string().check(z.minLength(SHORTEST, `Use at least ${SHORTEST} characters.`)),
});
type Values = z.infer<typeof schema>;
const empty: Values = { current_password: '', new_password: '' };

export function PasswordForm() {
  const { user } = useSession();
  const form = useAppForm<Values>({ schema, defaultValues: empty });
  const submit = async (values: Values) => {
    await changePassword(values);
    toast('Password changed. Other devices are logged out.', { tone: 'good' });
    // After the form took the values for saved: a password must not stay on screen.
    setTimeout(() => form.reset(empty));
  };
  return (
    <Form form={form} onSubmit={submit}>
      {/* Tells a password manager whose password this is. */}
      <input hidden readOnly type="text" autoComplete="username" value={user.email} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField<Values> name="current_password" label="Current password">
          {(field) => <PasswordInput {...field} />}
        </FormField>
        <FormField<Values>
          name="new_password"
          label="New password"
          help={`At least ${SHORTEST} characters. Other devices are logged out.`}
        >
          {(field) => <PasswordInput {...field} autoComplete="new-password" maxLength={128} />}
        </FormField>
      </div>
      <SubmitButton variant="outline" className="self-start">
        Change password
      </SubmitButton>
    </Form>
  );
}
