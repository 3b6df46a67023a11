import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { z } from 'zod/mini';
import { messageOf } from '@/api/errors';
import { idempotencyKey } from '@/api/http';
import { usePermission, useSession } from '@/api/session';
import { Form, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { toast } from '@/lib/toasts';
import { ContactFields, type ContactValues, contactRules } from './client-fields';
import { fullName } from './names';
import { createClient, inviteClient, keepClient } from './queries';

interface Values extends ContactValues {
  invite: boolean;
}

const schema = z.object({ ...contactRules, invite: z.boolean() }).check(
  z.refine((values) => !values.invite || values.email !== '', {
    path: ['email'],
    message: 'An invitation needs an e-mail address.',
  }),
);

/** Adds a client, and sends the invitation at once when asked to. Opens the client afterwards. */
export function AddClient({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { member_id: own } = useSession();
  const mayInvite = usePermission('clients:invite') !== null;
  const [key] = useState(idempotencyKey);
  const form = useAppForm<Values>({
    schema,
    defaultValues: {
      first_name: '',
      last_name: '',
      email: '',
      phone: '',
      goal: '',
      trainer_member_id: own,
      invite: false,
    },
  });
  const { isSubmitting } = form.formState;

  const submit = async ({ invite, ...body }: Values) => {
    let client = await createClient(body, key);
    const name = fullName(client);
    // The client exists from here on: an invitation that fails is said, and can be sent again there.
    try {
      if (invite) client = await inviteClient(client.id);
      toast(invite ? `${name} added, invitation sent` : `${name} added`, { tone: 'good' });
    } catch (error) {
      toast(`${name} was added. The invitation was not sent: ${messageOf(error)}`, { tone: 'bad' });
    }
    void keepClient(queries, client);
    await navigate({ to: '/app/clients/$clientId', params: { clientId: client.id }, search: {} });
  };

  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title="Add client"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={isSubmitting}>
            Add client
          </Button>
        </>
      }
    >
      <Form form={form} onSubmit={submit} id={formId}>
        <ContactFields<Values> />
        {mayInvite && (
          <Checkbox
            label="Invite by e-mail now"
            help="They choose a password and train with their phone."
            checked={form.watch('invite')}
            onCheckedChange={(invite) => {
              form.setValue('invite', invite);
              if (!invite) form.clearErrors('email');
            }}
          />
        )}
      </Form>
    </ResponsiveDialog>
  );
}
