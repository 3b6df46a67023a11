import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { Factors } from '@/api/generated';
import { reloadMe, useSession } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { MomentText } from '@/components/ui/date-text';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/lib/toasts';
import { FactorRow } from './factor-row';
import { PasskeyRows } from './passkey-rows';
import { RecoveryCodesDialog } from './recovery-codes';
import { factorsQuery, makeRecoveryCodes, removeTotp } from './requests';
import { TotpDialog } from './totp-dialog';

interface SecondFactorCardProps {
  /** Called after each change, when recovery codes that came with it were kept. */
  onSettled?: () => Promise<void>;
}

/** What is asked beside the password, and what opens the account without it. */
export function SecondFactorCard({ onSettled = reloadMe }: SecondFactorCardProps) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(factorsQuery);
  const [codes, setCodes] = useState<string[] | null>(null);
  const changed = async (fresh?: string[] | null) => {
    if (fresh) setCodes(fresh);
    await queries.invalidateQueries(factorsQuery);
    if (!fresh) await onSettled();
  };
  return (
    <Card aria-label="Second factor">
      <CardHeader title="Second factor">
        {data && <Chip tone={isOn(data) ? 'good' : 'warn'}>{isOn(data) ? 'On' : 'Off'}</Chip>}
      </CardHeader>
      <p className="px-4 pb-3 text-soft">
        Whoever finds out your password still cannot log in. A passkey also replaces the password.
      </p>
      {data ? (
        <ul>
          <PasskeyRows passkeys={data.passkeys} onChanged={changed} />
          <TotpRow confirmedAt={data.totp_confirmed_at} onChanged={changed} />
          {isOn(data) && <RecoveryRow left={data.recovery_codes} onChanged={changed} />}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mx-4 mb-4 h-24" />
      )}
      {codes && (
        <RecoveryCodesDialog
          codes={codes}
          onKept={() => {
            setCodes(null);
            void changed();
          }}
        />
      )}
    </Card>
  );
}

/** Whether there is a second factor. */
export function isOn(factors: Factors): boolean {
  return factors.passkeys.length > 0 || factors.totp_confirmed_at !== null;
}

interface TotpRowProps {
  confirmedAt: string | null;
  onChanged: (codes?: string[] | null) => Promise<void>;
}

function TotpRow({ confirmedAt, onChanged }: TotpRowProps) {
  const { user } = useSession();
  const { confirm, confirmDialog } = useConfirm();
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: removeTotp,
    onSuccess: () => onChanged(),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  const ask = async () => {
    const yes = await confirm({
      title: 'Remove the authenticator app?',
      text: 'Its codes do not work any more. Recovery codes go with your last second factor.',
      action: 'Remove',
      danger: true,
    });
    if (yes) remove.mutate();
  };
  return (
    <FactorRow
      icon={<Smartphone size={20} strokeWidth={1.75} />}
      title="Authenticator app"
      text={
        confirmedAt === null ? (
          'A code from an app on your phone.'
        ) : (
          <>
            Added <MomentText at={confirmedAt} timeZone={user.time_zone} />
          </>
        )
      }
    >
      {confirmedAt === null ? (
        <Button size="sm" onClick={() => setAdding(true)}>
          Add an app
        </Button>
      ) : (
        <Button
          size="sm"
          busy={remove.isPending}
          onClick={() => void ask()}
          aria-label="Remove the authenticator app"
        >
          Remove
        </Button>
      )}
      {adding && (
        <TotpDialog
          onClose={() => setAdding(false)}
          onAdded={(codes) => {
            setAdding(false);
            toast('The authenticator app is added.', { tone: 'good' });
            void onChanged(codes);
          }}
        />
      )}
      {confirmDialog}
    </FactorRow>
  );
}

interface RecoveryRowProps {
  left: number;
  onChanged: (codes?: string[] | null) => Promise<void>;
}

function RecoveryRow({ left, onChanged }: RecoveryRowProps) {
  const { confirm, confirmDialog } = useConfirm();
  const make = useMutation({
    mutationFn: makeRecoveryCodes,
    onSuccess: ({ codes }) => onChanged(codes),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  const ask = async () => {
    const yes = await confirm({
      title: 'Make new recovery codes?',
      text: 'Those that you kept before stop working.',
      action: 'Make new codes',
    });
    if (yes) make.mutate();
  };
  return (
    <FactorRow
      icon={<KeyRound size={20} strokeWidth={1.75} />}
      title="Recovery codes"
      text={`${left} of 10 left, for when your second factor is lost.`}
    >
      <Button size="sm" busy={make.isPending} onClick={() => void ask()}>
        Make new codes
      </Button>
      {confirmDialog}
    </FactorRow>
  );
}
