import { z } from 'zod/mini';
import type { ChangePasswordData, ChangePasswordResponses } from '@/api/generated';
import { api } from '@/api/http';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { PasswordInput } from '@/components/ui/input';
import { toast } from '@/lib/toasts';

const SHORTEST = 10;
const schema = z.object({
  current_password: z.string().check(z.minLength(1, 'Enter your current password')),
  new_password: z.string().check(z.minLength(SHORTEST, `Use at least ${SHORTEST} characters`)),
});
type Values = z.infer<typeof schema>;
const empty: Values = { current_password: '', new_password: '' };

export function PasswordForm() {
  const form = useAppForm<Values>({ schema, defaultValues: empty });
  const save = async (body: Values) => {
    await api.post<ChangePasswordData, ChangePasswordResponses>('/api/auth/change-password', {
      body,
    });
    toast('Password changed. Other devices are logged out.', { tone: 'good' });
    // After the form took the values for saved: a password must not stay on screen.
    setTimeout(() => form.reset(empty));
  };
  return (
    <Form form={form} onSubmit={save} className="px-4">
      <FormField<Values> name="current_password" label="Current password">
        {(field) => <PasswordInput {...field} />}
      </FormField>
      <FormField<Values> name="new_password" label="New password">
        {(field) => <PasswordInput {...field} autoComplete="new-password" />}
      </FormField>
      <SubmitButton className="self-start">Change password</SubmitButton>
    </Form>
  );
}
