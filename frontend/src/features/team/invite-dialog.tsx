import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { z } from 'zod/mini';
import { idempotencyKey } from '@/api/http';
import { Form, FormField, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { toast } from '@/lib/toasts';
import { inviteMember } from './queries';
import { RoleChoice } from './role-choice';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Enter a name.')),
  email: z
    .string()
    .check(z.trim(), z.email('Enter their e-mail address, such as you@example.com.')),
  role: z.string(),
});
type Values = z.infer<typeof schema>;

/** Invites somebody to work here. An owner is made of somebody who is here already. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const queries = useQueryClient();
  const [key] = useState(idempotencyKey);
  const form = useAppForm<Values>({
    schema,
    defaultValues: { name: '', email: '', role: 'trainer' },
  });
  const { isSubmitting } = form.formState;
  const submit = async (values: Values) => {
    const { name } = await inviteMember(values, key);
    toast(`${name} is invited`, { tone: 'good' });
    await queries.invalidateQueries({ queryKey: ['members'] });
    onClose();
  };
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title="Invite to the team"
      description="They get a mail with a link that works once."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={isSubmitting}>
            Send the invitation
          </Button>
        </>
      }
    >
      <Form form={form} onSubmit={submit} id={formId}>
        <FormField<Values> name="name" label="Name">
          {(field) => <Input {...field} maxLength={120} autoComplete="off" />}
        </FormField>
        <FormField<Values> name="email" label="E-mail">
          {(field) => <Input {...field} type="email" inputMode="email" autoComplete="off" />}
        </FormField>
        <FormField<Values> name="role" label="Role">
          {({ value, onChange }) => (
            <RoleChoice value={value} onValueChange={onChange} without={['owner']} />
          )}
        </FormField>
      </Form>
    </ResponsiveDialog>
  );
}
