import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { TransferOut } from '@/api/generated';
import { reloadMe, usePermission, useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { Card, CardHeader } from '@/components/ui/display';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { fullDate, localDate } from '@/lib/dates';
import { membersQuery } from '@/lib/members';
import { toast } from '@/lib/toasts';
import { accept, decline, offer, transferQuery, withdraw } from './studio-requests';

/** The open offer to hand the studio over, and for owners the way to make one. Nothing for anybody else. */
export function OwnershipCard() {
  const mayOffer = usePermission('organization:transfer') !== null;
  const { data } = useQuery(transferQuery);
  const open = data?.items[0];
  if (!open && !mayOffer) return null;
  if (!data) return null;
  return (
    <Card aria-label="Owner">
      <CardHeader title="Owner" />
      <div className="px-4 pb-4">{open ? <OpenOffer open={open} /> : <MakeOffer />}</div>
    </Card>
  );
}

/** Sends a deed, and looks up what it changed. */
function useDeed(deed: () => Promise<unknown>, said: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: async () => {
      await Promise.all([
        reloadMe(),
        queries.invalidateQueries({ queryKey: transferQuery.queryKey }),
        queries.invalidateQueries({ queryKey: membersQuery.queryKey }),
      ]);
      toast(said);
    },
  });
}

function OpenOffer({ open }: { open: TransferOut }) {
  const { user, organization } = useSession();
  const taken = useDeed(accept, `You own ${organization.name} now`);
  const refused = useDeed(decline, 'Declined');
  const withdrawn = useDeed(withdraw, 'Offer withdrawn');
  const { confirm, confirmDialog } = useConfirm();
  const until = fullDate(localDate(new Date(open.expires_at), user.time_zone));
  const ask = async () => {
    const yes = await confirm({
      title: `Own ${organization.name}?`,
      text: `You decide about its settings, its team and its data from now on. ${open.from_name} stays as an admin.`,
      action: 'Accept',
    });
    if (yes) taken.mutate();
  };
  const failed = taken.error ?? refused.error ?? withdrawn.error;
  return (
    <div className="flex flex-col gap-3">
      {open.mine === 'to_answer' ? (
        <>
          <p>
            {open.from_name} offers you to own {organization.name}. The offer holds until {until}.
          </p>
          <div className="flex gap-2">
            <Button variant="primary" busy={taken.isPending} onClick={() => void ask()}>
              Accept
            </Button>
            <Button busy={refused.isPending} onClick={() => refused.mutate()}>
              Decline
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>
            The studio is offered to {open.to_name}, who can accept until {until}. Nothing changes
            before.
          </p>
          <div>
            <Button busy={withdrawn.isPending} onClick={() => withdrawn.mutate()}>
              Withdraw the offer
            </Button>
          </div>
        </>
      )}
      {failed && (
        <p role="alert" className="text-sm text-bad-ink">
          {messageOf(failed)}
        </p>
      )}
      {confirmDialog}
    </div>
  );
}

function MakeOffer() {
  const { data } = useQuery(membersQuery);
  const [to, setTo] = useState('');
  const made = useDeed(() => offer(to), 'They were told by mail');
  const { confirm, confirmDialog } = useConfirm();
  const people = data?.items.filter(({ role }) => role !== 'owner') ?? [];
  const name = people.find(({ id }) => id === to)?.name;
  if (data && people.length === 0) {
    return (
      <p className="text-soft">
        To hand the studio over, invite the person to your team first and give them any role.
      </p>
    );
  }
  const ask = async () => {
    const yes = await confirm({
      title: `Hand the studio over to ${name}?`,
      text: 'They get a mail and can accept for 7 days. Then they own it, and you become an admin.',
      action: 'Offer',
    });
    if (yes) made.mutate();
  };
  return (
    <div className="flex flex-col gap-3">
      <Field label="Hand the studio over to" help="They have to accept. You stay as an admin.">
        <Select
          value={to}
          placeholder="Choose somebody of your team"
          options={people.map(({ id, name: label }) => ({ value: id, label }))}
          onValueChange={setTo}
        />
      </Field>
      <div>
        <Button disabled={!name} busy={made.isPending} onClick={() => void ask()}>
          Offer the studio
        </Button>
      </div>
      {made.error && (
        <p role="alert" className="text-sm text-bad-ink">
          {messageOf(made.error)}
        </p>
      )}
      {confirmDialog}
    </div>
  );
}
