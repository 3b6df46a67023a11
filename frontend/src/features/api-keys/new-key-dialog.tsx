import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import type { GivableOut } from '@/api/generated';
import { Form, FormField, useAppForm } from '@/components/form/form';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { type Given, PermissionPicker } from './permission-picker';
import { givableQuery, makeKey } from './queries';

const DAY_MS = 86_400_000;
const FORM = 'new-api-key';

const lives = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: 'Half a year' },
  { value: '365', label: 'A year' },
];

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Say what the key is for.')),
  expires_at: z.string(),
  rate_limit: z.nullable(z.number()),
  permissions: z
    .record(z.string(), z.enum(['own', 'assigned', 'all']))
    .check(z.refine((given) => Object.keys(given).length > 0, 'Choose at least one.')),
});
type Values = z.infer<typeof schema>;

interface NewKeyDialogProps {
  onClose: () => void;
  onMade: (key: string) => void;
}

export function NewKeyDialog({ onClose, onMade }: NewKeyDialogProps) {
  const { data, error, refetch } = useQuery(givableQuery);
  const [busy, setBusy] = useState(false);
  return (
    <ResponsiveDialog
      open
      kind="wide"
      onOpenChange={onClose}
      title="New API key"
      description="A program that has it acts for you, and never does more than you may do yourself."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" disabled={!data} busy={busy}>
            Make key
          </Button>
        </>
      }
    >
      {data ? (
        <NewKeyForm givable={data} onMade={onMade} onBusy={setBusy} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </ResponsiveDialog>
  );
}

interface NewKeyFormProps extends Pick<NewKeyDialogProps, 'onMade'> {
  givable: GivableOut;
  /** The button stands in the dialog's foot, outside the form. */
  onBusy: (busy: boolean) => void;
}

function NewKeyForm({ givable, onMade, onBusy }: NewKeyFormProps) {
  const form = useAppForm<Values>({
    schema,
    defaultValues: { name: '', expires_at: '90', rate_limit: null, permissions: {} },
  });
  const submit = async ({ expires_at, ...values }: Values) => {
    const until = new Date(Date.now() + Number(expires_at) * DAY_MS);
    onBusy(true);
    try {
      onMade((await makeKey({ ...values, expires_at: until.toISOString() })).key);
    } finally {
      onBusy(false);
    }
  };
  return (
    <Form form={form} onSubmit={submit} id={FORM}>
      <div className="grid gap-4 sm:grid-cols-3">
        <FormField<Values> name="name" label="Name" help="Where it is used.">
          {(field) => (
            <Input
              {...field}
              value={String(field.value)}
              maxLength={80}
              autoComplete="off"
              placeholder="Booking site"
            />
          )}
        </FormField>
        <FormField<Values>
          name="expires_at"
          label="Works for"
          help="Rotating it gives it as long again."
        >
          {(field) => (
            <Select
              options={lives}
              name={field.name}
              value={String(field.value)}
              onValueChange={field.onChange}
              onBlur={field.onBlur}
            />
          )}
        </FormField>
        <FormField<Values>
          name="rate_limit"
          label="Requests a minute"
          optional
          help={limitHelp(givable)}
        >
          {(field) => (
            <NumberInput
              name="requests a minute"
              value={typeof field.value === 'number' ? field.value : null}
              onChange={field.onChange}
              onBlur={field.onBlur}
              min={1}
              max={givable.highest_rate_limit}
              step={10}
            />
          )}
        </FormField>
      </div>
      <FormField<Values> name="permissions" label="What it may do" hideLabel>
        {(field) => (
          <PermissionPicker
            groups={givable.groups}
            value={field.value as Given}
            onChange={field.onChange}
          />
        )}
      </FormField>
    </Form>
  );
}

function limitHelp({ usual_rate_limit: usual, highest_rate_limit: most }: GivableOut): string {
  return usual > 0 ? `${usual} if left empty; up to ${most}.` : `Up to ${most}.`;
}
