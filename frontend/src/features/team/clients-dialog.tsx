import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { StaffMember } from '@/api/generated';
import { usePermission } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { membersQuery } from '@/lib/members';
import { formatNumber } from '@/lib/numbers';
import { toast } from '@/lib/toasts';
import { clientsOfQuery, handOver, removeMember } from './queries';

interface ClientsDialogProps {
  member: StaffMember;
  /** Also removes them, with their clients or without. */
  removing: boolean;
  onClose: () => void;
}

/** Gives all clients of a member to somebody else, in one step with removing them if that is wanted. */
export function ClientsDialog({ member, removing, onClose }: ClientsDialogProps) {
  const queries = useQueryClient();
  const mayGive = usePermission('clients:update') === 'all';
  const mayCount = usePermission('clients:read') === 'all';
  const counts = useQuery({ ...clientsOfQuery(member.id), enabled: mayCount });
  const staff = useQuery(membersQuery);
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const { active = 0, paused = 0, inactive = 0, archived = 0 } = counts.data ?? {};
  const count = active + paused + inactive + archived;
  const others = staff.data?.items.filter(({ id }) => id !== member.id) ?? [];
  const choosing = mayGive && count > 0;
  const giving = choosing && to !== '';

  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      // First the clients: should the second step be refused, nothing is left without anybody.
      const given = giving ? await handOver(member.id, to) : null;
      if (given) void queries.invalidateQueries({ queryKey: ['clients'] });
      if (removing) await removeMember(member.id);
      toast(done(member, removing, given?.count, nameOf(to)), { tone: 'good' });
      void queries.invalidateQueries({ queryKey: ['members'] });
      onClose();
    } catch (cause) {
      setError(messageOf(cause));
      setBusy(false);
    }
  };
  const nameOf = (id: string) => others.find((other) => other.id === id)?.name ?? '';

  const failed = counts.error ?? staff.error;
  const waits = (mayCount && !counts.data) || !staff.data;
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={removing ? `Remove ${member.name}?` : `Clients of ${member.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={removing ? 'danger' : 'primary'}
            busy={busy}
            disabled={waits || (!removing && !giving)}
            onClick={() => void run()}
          >
            {removing ? (giving ? 'Give clients away and remove' : 'Remove') : 'Give clients away'}
          </Button>
        </>
      }
    >
      {error && (
        <p role="alert" className="mb-4 rounded-control bg-bad-wash px-3 py-2.5 text-bad-ink">
          {error}
        </p>
      )}
      <div className="flex flex-col gap-4 text-soft">
        {removing && (
          <p>
            They are out at once, and their API keys end. What they made stays, and their clients
            stay with the studio.
          </p>
        )}
        {failed ? (
          <ErrorState
            error={failed}
            onRetry={() => void (counts.error ? counts : staff).refetch()}
          />
        ) : waits ? (
          <Skeleton className="h-10" />
        ) : (
          <>
            {mayCount && <p>{sentence(member, count, archived)}</p>}
            {choosing && (
              <Field
                label="Give them to"
                help="Programs and workouts go on as they are."
                optional={removing}
              >
                <Select
                  value={to}
                  onValueChange={setTo}
                  placeholder={removing ? 'Nobody yet' : 'Choose somebody'}
                  options={others.map(({ id, name, role_name: role }) => ({
                    value: id,
                    label: `${name} (${role})`,
                  }))}
                />
              </Field>
            )}
          </>
        )}
      </div>
    </ResponsiveDialog>
  );
}

function clients(count: number): string {
  return count === 1 ? '1 client' : `${formatNumber(count, 0)} clients`;
}

function sentence({ name }: StaffMember, count: number, archived: number): string {
  if (count === 0) return `${name} has no clients.`;
  const beside = archived === 0 ? '' : `, ${formatNumber(archived, 0)} of them archived`;
  return `${name} has ${clients(count)}${beside}.`;
}

function done({ name }: StaffMember, removed: boolean, given: number | undefined, to: string) {
  const gave = given === undefined ? null : `${to} has ${clients(given)} of ${name} now`;
  if (!removed) return gave ?? '';
  return gave ? `${name} was removed. ${gave}` : `${name} was removed`;
}
