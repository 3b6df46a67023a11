import { useMutation } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { PasskeyOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { MomentText } from '@/components/ui/date-text';
import { passkeysWork } from '@/lib/passkeys';
import { toast } from '@/lib/toasts';
import { FactorRow } from './factor-row';
import { NameDialog } from './name-dialog';
import { addPasskey, removePasskey, renamePasskey } from './requests';

type Changed = (codes?: string[] | null) => Promise<void>;

/** A person's passkeys, and a way to add one. */
export function PasskeyRows({
  passkeys,
  onChanged,
}: {
  passkeys: PasskeyOut[];
  onChanged: Changed;
}) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      {passkeys.map((passkey) => (
        <PasskeyRow key={passkey.id} passkey={passkey} onChanged={onChanged} />
      ))}
      <FactorRow
        icon={<Fingerprint size={20} strokeWidth={1.75} />}
        title={passkeys.length === 0 ? 'Passkey' : 'Another passkey'}
        text={
          passkeysWork()
            ? 'Your fingerprint, your face or the code of your device.'
            : 'This browser cannot make passkeys.'
        }
      >
        {passkeysWork() && (
          <Button size="sm" onClick={() => setAdding(true)}>
            Add a passkey
          </Button>
        )}
        {adding && (
          <NameDialog
            title="Add a passkey"
            name={passkeys.length === 0 ? 'My passkey' : ''}
            action="Go on"
            onClose={() => setAdding(false)}
            onName={async (name) => {
              const added = await addPasskey(name);
              setAdding(false);
              toast('The passkey is added.', { tone: 'good' });
              await onChanged(added.recovery_codes ?? null);
            }}
          >
            <p className="text-soft">
              What do you want to call it? Then your browser asks where to keep it.
            </p>
          </NameDialog>
        )}
      </FactorRow>
    </>
  );
}

function PasskeyRow({ passkey, onChanged }: { passkey: PasskeyOut; onChanged: Changed }) {
  const { user } = useSession();
  const { confirm, confirmDialog } = useConfirm();
  const [renaming, setRenaming] = useState(false);
  const remove = useMutation({
    mutationFn: () => removePasskey(passkey.id),
    onSuccess: () => onChanged(),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  const ask = async () => {
    const yes = await confirm({
      title: `Remove ${passkey.name}?`,
      text: 'It does not log you in any more. Remove it from your device, too.',
      action: 'Remove',
      danger: true,
    });
    if (yes) remove.mutate();
  };
  return (
    <FactorRow
      icon={<Fingerprint size={20} strokeWidth={1.75} />}
      title={passkey.name}
      text={
        passkey.last_used_at === null ? (
          <>
            Added <MomentText at={passkey.created_at} timeZone={user.time_zone} />, not used yet
          </>
        ) : (
          <>
            Last used <MomentText at={passkey.last_used_at} timeZone={user.time_zone} />
          </>
        )
      }
    >
      <Button size="sm" onClick={() => setRenaming(true)} aria-label={`Rename ${passkey.name}`}>
        Rename
      </Button>
      <Button
        size="sm"
        busy={remove.isPending}
        onClick={() => void ask()}
        aria-label={`Remove ${passkey.name}`}
      >
        Remove
      </Button>
      {renaming && (
        <NameDialog
          title="Rename the passkey"
          name={passkey.name}
          action="Rename"
          onClose={() => setRenaming(false)}
          onName={async (name) => {
            await renamePasskey(passkey.id, name);
            setRenaming(false);
            await onChanged();
          }}
        />
      )}
      {confirmDialog}
    </FactorRow>
  );
}
