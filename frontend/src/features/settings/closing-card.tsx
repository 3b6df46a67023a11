import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import { messageOf } from '@/api/errors';
import { reloadMe, useSession } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { Card, CardHeader } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { deleteStudio, suspend } from './studio-requests';

/** Suspending and deleting the studio: for owners. */
export function ClosingCard() {
  const { organization } = useSession();
  const { confirm, confirmDialog } = useConfirm();
  const [deleting, setDeleting] = useState(false);
  const closed = useMutation({ mutationFn: suspend, onSuccess: reloadMe });
  const ask = async () => {
    const yes = await confirm({
      title: `Suspend ${organization.name}?`,
      text: 'Nobody can work or train in it, at once, until an owner opens it again. Nothing is lost.',
      action: 'Suspend',
      danger: true,
    });
    if (yes) closed.mutate();
  };
  return (
    <Card aria-label="Close the studio">
      <CardHeader title="Close the studio" />
      <div className="flex flex-col gap-4 px-4 pb-4">
        <Step
          text="For a while: its people log in and see that it is suspended, and nothing else."
          button={
            <Button busy={closed.isPending} onClick={() => void ask()}>
              Suspend
            </Button>
          }
        />
        {closed.error && (
          <p role="alert" className="text-sm text-bad-ink">
            {messageOf(closed.error)}
          </p>
        )}
        <Step
          text="For good: everything in it is deleted after 30 days. Until then an owner can take that back."
          button={
            <Button variant="danger" onClick={() => setDeleting(true)}>
              Delete
            </Button>
          }
        />
      </div>
      {deleting && <DeleteDialog name={organization.name} onClose={() => setDeleting(false)} />}
      {confirmDialog}
    </Card>
  );
}

function Step({ text, button }: { text: string; button: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 flex-1 basis-64 text-soft">{text}</p>
      {button}
    </div>
  );
}

function DeleteDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const schema = z.object({
    name: z.string().check(
      z.trim(),
      z.refine(
        (typed) => typed.toLowerCase() === name.toLowerCase(),
        'Type the name as it is written above.',
      ),
    ),
  });
  type Values = z.infer<typeof schema>;
  const form = useAppForm<Values>({ schema, defaultValues: { name: '' } });
  const submit = async (values: Values) => {
    await deleteStudio(values.name);
    await reloadMe();
  };
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={`Delete ${name}?`}
      description="Nobody can work in it from now on. In 30 days its clients, programs, workouts and records are deleted for good. All owners get a mail."
    >
      <Form form={form} onSubmit={submit}>
        <FormField<Values> name="name" label={`Type “${name}” to go on`}>
          {(field) => <Input {...field} autoComplete="off" maxLength={120} />}
        </FormField>
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <Button onClick={onClose}>Cancel</Button>
          <SubmitButton variant="danger">Delete the studio</SubmitButton>
        </div>
      </Form>
    </ResponsiveDialog>
  );
}
