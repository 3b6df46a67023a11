import { useMutation } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import type { LeaveOrganizationData, LeaveOrganizationResponses } from '@/api/generated';
import { api } from '@/api/http';
import { leftOrganization, useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { StudioLogo } from './studio-logo';
import { useSwitch } from './switching';

const states = { active: null, suspended: 'Suspended', deleting: 'Being deleted' } as const;

/** The studios that one belongs to: where one is, a way to the others, and a way out of this one. */
export function StudiosCard() {
  const { organization, organizations, role } = useSession();
  const { go, busy } = useSwitch();
  return (
    <Card aria-label="Your studios">
      <CardHeader title="Your studios" />
      <ul>
        {organizations.map(({ id, name, state = 'active', logo_url }) => (
          <li
            key={id}
            className="flex min-h-14 items-center gap-3 border-t border-line px-4 py-2.5"
          >
            <StudioLogo name={name} logoUrl={logo_url} />
            <div className="min-w-0 flex-1">
              <p className="wrap-anywhere font-medium">{name}</p>
              {states[state] && <p className="text-sm text-soft">{states[state]}</p>}
            </div>
            {id === organization.id ? (
              <Chip tone="accent">You are here</Chip>
            ) : (
              <Button
                aria-label={`Switch to ${name}`}
                busy={busy === id}
                onClick={() => void go(id)}
              >
                Switch
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Leave client={role === 'client'} />
    </Card>
  );
}

function Leave({ client }: { client: boolean }) {
  const { organization } = useSession();
  const { confirm, confirmDialog } = useConfirm();
  const leave = useMutation({
    mutationFn: () =>
      api.post<LeaveOrganizationData, LeaveOrganizationResponses>('/api/organization/leave'),
    onSuccess: leftOrganization,
  });
  const ask = async () => {
    const yes = await confirm({
      title: `Leave ${organization.name}?`,
      text: client
        ? 'You will not see your program and your workouts any more. Your record stays with the studio; what it may keep of it you can read under Privacy.'
        : 'You are out at once. What you made stays with the studio, and so do your clients. Only an invitation leads back.',
      action: 'Leave',
      danger: true,
    });
    if (yes) leave.mutate();
  };
  return (
    <div className="border-t border-line px-4 py-3">
      <Button
        busy={leave.isPending}
        onClick={() => void ask()}
        className="h-auto! min-h-9 max-w-full py-1.5 text-left wrap-anywhere whitespace-normal! touch:min-h-11"
      >
        <span className="min-w-0">Leave {organization.name}</span>
      </Button>
      {leave.error && (
        <p role="alert" className="mt-2 text-sm text-bad-ink">
          {messageOf(leave.error)}
        </p>
      )}
      {confirmDialog}
    </div>
  );
}
