import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import type { ClientOut } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { dateInWords, localDate } from '@/lib/dates';
import { toast } from '@/lib/toasts';
import { inviteClient, keepClient, withdrawInvitation } from './queries';

function useSend(send: (id: string) => Promise<ClientOut>, said: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (client) => {
      toast(said, { tone: 'good' });
      return keepClient(queries, client);
    },
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
}

/** Whether the client can log in, and the invitation that makes it so. */
export function Access({ client }: { client: ClientOut }) {
  const { time_zone: timeZone } = useSession().user;
  const may = usePermission('clients:invite') !== null && client.status !== 'archived';
  const invite = useSend(inviteClient, 'Invitation sent');
  const withdraw = useSend(withdrawInvitation, 'Invitation withdrawn');
  const { access, invitation } = client;
  const today = localDate(new Date(), timeZone);
  const ends = invitation && localDate(new Date(invitation.expires_at), timeZone);
  const over = invitation !== null && new Date(invitation.expires_at) < new Date();
  return (
    <Card aria-label="App access">
      <CardHeader title="App">
        {access === 'active' && <Chip tone="good">Logs in</Chip>}
        {access === 'invited' && (
          <Chip tone={over ? 'warn' : 'info'}>{over ? 'Run out' : 'Invited'}</Chip>
        )}
        {access === 'none' && <Chip>No access</Chip>}
      </CardHeader>
      <div className="flex flex-col items-start gap-3 px-4 pb-4">
        <p className="text-soft">
          {access === 'active' && 'They see their workouts and log them on their phone.'}
          {access === 'none' &&
            (client.status === 'archived'
              ? 'Restore them to invite them.'
              : client.email
                ? 'Send an invitation, and they can train with their phone.'
                : 'Give an e-mail address to invite them.')}
          {access === 'invited' &&
            invitation &&
            ends &&
            (over
              ? `The invitation to ${invitation.email} ran out ${dateInWords(ends, today)}.`
              : `The invitation to ${invitation.email} runs out ${dateInWords(ends, today)}.`)}
        </p>
        {may && access !== 'active' && client.email && (
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              variant={access === 'none' ? 'primary' : 'outline'}
              busy={invite.isPending}
              onClick={() => invite.mutate(client.id)}
            >
              {access === 'none' ? 'Invite by e-mail' : 'Send again'}
            </Button>
            {access === 'invited' && (
              <Button
                size="sm"
                variant="quiet"
                busy={withdraw.isPending}
                onClick={() => withdraw.mutate(client.id)}
              >
                Withdraw
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
