import { z } from 'zod/mini';
import type { ApiKeyOut } from '@/api/generated';
import { Form, FormField, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Select } from '@/components/ui/select';
import { rotateKey } from './queries';

const FORM = 'rotate-api-key';
const schema = z.object({ overlap_hours: z.string() });
type Values = z.infer<typeof schema>;

const overlaps = [
  { value: '24', label: 'A day' },
  { value: '72', label: 'Three days' },
  { value: '168', label: 'A week' },
  { value: '1', label: 'An hour' },
  { value: '0', label: 'Not at all: it may be in wrong hands' },
];

interface RotateDialogProps {
  of: ApiKeyOut;
  onClose: () => void;
  onMade: (key: string) => void;
}

/** Asks how long the old secret works on, and gives the new one. */
export function RotateDialog({ of, onClose, onMade }: RotateDialogProps) {
  const form = useAppForm<Values>({ schema, defaultValues: { overlap_hours: '24' } });
  const submit = async ({ overlap_hours }: Values) =>
    onMade((await rotateKey(of.id, Number(overlap_hours))).key);
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={`Rotate “${of.name}”`}
      description="You get a new key. Put it into your program while the old one still works."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary">
            Rotate
          </Button>
        </>
      }
    >
      <Form form={form} onSubmit={submit} id={FORM}>
        <FormField<Values> name="overlap_hours" label="The old key works on for">
          {(field) => (
            <Select
              options={overlaps}
              name={field.name}
              value={field.value}
              onValueChange={field.onChange}
              onBlur={field.onBlur}
            />
          )}
        </FormField>
      </Form>
    </ResponsiveDialog>
  );
}
