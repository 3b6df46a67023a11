import { z } from 'zod/mini';
import type { ApiKeyOut } from '@/api/generated';
import { Form, FormField, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { renameKey } from './queries';

const FORM = 'rename-api-key';
const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Say what the key is for.')),
});
type Values = z.infer<typeof schema>;

interface RenameDialogProps {
  of: ApiKeyOut;
  onClose: () => void;
  onDone: () => void;
}

export function RenameDialog({ of, onClose, onDone }: RenameDialogProps) {
  const form = useAppForm<Values>({ schema, defaultValues: { name: of.name } });
  const submit = async ({ name }: Values) => {
    await renameKey(of.id, name);
    onDone();
  };
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title="Rename API key"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary">
            Rename
          </Button>
        </>
      }
    >
      <Form form={form} onSubmit={submit} id={FORM}>
        <FormField<Values> name="name" label="Name">
          {(field) => <Input {...field} maxLength={80} autoComplete="off" />}
        </FormField>
      </Form>
    </ResponsiveDialog>
  );
}
