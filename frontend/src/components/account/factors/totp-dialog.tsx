import { useQuery } from '@tanstack/react-query';
import { z } from 'zod/mini';
import type { TotpSetUp } from '@/api/generated';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { ErrorState } from '@/components/states/states';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Skeleton } from '@/components/ui/skeleton';
import { confirmTotp, setUpTotp } from './requests';

const schema = z.object({
  code: z.string().check(z.trim(), z.regex(/^\d{3} ?\d{3}$/, 'Enter the six digits.')),
});
type Values = z.infer<typeof schema>;

interface TotpDialogProps {
  /** Recovery codes come with the first second factor. */
  onAdded: (codes: string[] | null) => void;
  onClose: () => void;
}

/** The secret as a QR code and as text, and the first code as the proof that it arrived. */
export function TotpDialog({ onAdded, onClose }: TotpDialogProps) {
  const secret = useQuery({
    queryKey: ['totp-set-up'],
    queryFn: setUpTotp,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title="Add an authenticator app"
      description="It shows a new code each half minute, which you enter after your password."
    >
      {secret.data ? (
        <Confirm shown={secret.data} onAdded={onAdded} />
      ) : secret.error ? (
        <ErrorState error={secret.error} onRetry={() => void secret.refetch()} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </ResponsiveDialog>
  );
}

function Confirm({ shown, onAdded }: { shown: TotpSetUp; onAdded: TotpDialogProps['onAdded'] }) {
  const form = useAppForm<Values>({ schema, defaultValues: { code: '' } });
  return (
    <Form
      form={form}
      onSubmit={async ({ code }) => {
        const added = await confirmTotp(code.replace(' ', ''));
        onAdded(added.recovery_codes ?? null);
      }}
    >
      <img
        src={shown.qr_svg}
        alt="QR code for your authenticator app"
        className="size-48 self-center rounded-control"
      />
      <p className="text-soft">
        Scan it with your app. No camera? Enter this key there:{' '}
        <code className="text-text">{shown.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <FormField<Values> name="code" label="Code" help="The six digits that the app shows now.">
        {(field) => (
          <Input {...field} inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
        )}
      </FormField>
      <SubmitButton>Add the app</SubmitButton>
    </Form>
  );
}
