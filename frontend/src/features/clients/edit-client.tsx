import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { z } from 'zod/mini';
import type { ClientOut } from '@/api/generated';
import { Form, FormField, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { DateInput, Textarea } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Select } from '@/components/ui/select';
import { toast } from '@/lib/toasts';
import { ContactFields, type ContactValues, contactRules } from './client-fields';
import { keepClient, updateClient } from './queries';

interface Values extends ContactValues {
  status: 'active' | 'paused' | 'inactive';
  birth_date: string;
  notes: string;
  health_note: string;
}

const schema = z.object({
  ...contactRules,
  status: z.enum(['active', 'paused', 'inactive']),
  birth_date: z.string(),
  notes: z.string(),
  health_note: z.string(),
});

/** Only what was changed is sent, so that an edit elsewhere of another field stays. */
function changed(values: Values, dirty: Partial<Record<keyof Values, unknown>>): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => dirty[key]),
  ) as Partial<Values>;
}

export function EditClient({ client, onClose }: { client: ClientOut; onClose: () => void }) {
  const formId = useId();
  const queries = useQueryClient();
  const form = useAppForm<Values>({
    schema,
    defaultValues: {
      first_name: client.first_name,
      last_name: client.last_name,
      email: client.email ?? '',
      phone: client.phone ?? '',
      goal: client.goal ?? '',
      trainer_member_id: client.trainer.member_id,
      status: client.status === 'archived' ? 'inactive' : client.status,
      birth_date: client.birth_date ?? '',
      notes: client.notes ?? '',
      health_note: client.health_note ?? '',
    },
  });
  const { dirtyFields, isSubmitting } = form.formState;
  const submit = async (values: Values) => {
    const saved = await updateClient(client.id, changed(values, dirtyFields));
    void keepClient(queries, saved);
    toast('Saved', { tone: 'good' });
    onClose();
  };
  return (
    <ResponsiveDialog
      open
      kind="side"
      onOpenChange={onClose}
      title="Edit client"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={isSubmitting}>
            Save
          </Button>
        </>
      }
    >
      <Form form={form} onSubmit={submit} id={formId} guard>
        <ContactFields<Values> />
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField<Values> name="status" label="Status">
            {(field) => (
              <Select
                {...field}
                options={[
                  { value: 'active', label: 'Active' },
                  { value: 'paused', label: 'Paused' },
                  { value: 'inactive', label: 'Inactive' },
                ]}
              />
            )}
          </FormField>
          <FormField<Values> name="birth_date" label="Date of birth" optional>
            {(field) => <DateInput {...field} />}
          </FormField>
        </div>
        <FormField<Values> name="notes" label="Notes" help="Seen by staff alone." optional>
          {(field) => <Textarea {...field} maxLength={5000} />}
        </FormField>
        <FormField<Values>
          name="health_note"
          label="Health"
          help="Injuries, medication. Seen by staff alone and stored encrypted."
          optional
        >
          {(field) => <Textarea {...field} maxLength={5000} />}
        </FormField>
      </Form>
    </ResponsiveDialog>
  );
}
