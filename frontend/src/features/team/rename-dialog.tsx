import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { z } from 'zod/mini';
import type { StaffMember } from '@/api/generated';
import { Form, FormField, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { renameMember } from './queries';

const schema = z.object({ name: z.string().check(z.trim(), z.minLength(1, 'Enter a name.')) });
type Values = z.infer<typeof schema>;

/** Changes what a member is called here; their own profile stays as it is. */
export function RenameDialog({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const formId = useId();
  const queries = useQueryClient();
  const form = useAppForm<Values>({ schema, defaultValues: { name: member.name } });
  const submit = async ({ name }: Values) => {
    await renameMember(member.id, name);
    await queries.invalidateQueries({ queryKey: ['members'] });
    onClose();
  };
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={`What ${member.name} is called here`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={form.formState.isSubmitting}>
            Save
          </Button>
        </>
      }
    >
      <Form form={form} onSubmit={submit} id={formId}>
        <FormField<Values> name="name" label="Name">
          {(field) => <Input {...field} maxLength={120} autoComplete="off" />}
        </FormField>
      </Form>
    </ResponsiveDialog>
  );
}
