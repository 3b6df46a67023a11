import type { ReactNode } from 'react';
import { z } from 'zod/mini';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Give it a name that you will know it by.')),
});
type Values = z.infer<typeof schema>;

interface NameDialogProps {
  title: string;
  name: string;
  action: string;
  onName: (name: string) => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks what a passkey is to be called. */
export function NameDialog({ title, name, action, onName, onClose, children }: NameDialogProps) {
  const form = useAppForm<Values>({ schema, defaultValues: { name } });
  return (
    <ResponsiveDialog open onOpenChange={onClose} title={title}>
      <Form form={form} onSubmit={(values) => onName(values.name)}>
        {children}
        <FormField<Values> name="name" label="Name">
          {(field) => <Input {...field} maxLength={120} autoComplete="off" />}
        </FormField>
        <SubmitButton>{action}</SubmitButton>
      </Form>
    </ResponsiveDialog>
  );
}
