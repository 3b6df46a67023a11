import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import { useSession } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { MomentText } from '@/components/ui/date-text';
import { Card, CardHeader } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { goToLink, linkedQuery, type Provider, providerNames, unlinkAccount } from '@/lib/external';
import { toast } from '@/lib/toasts';

/** Accounts at Google and Facebook that open this one. Not there where neither is set up. */
export function LinkedCard() {
  const { user } = useSession();
  const queries = useQueryClient();
  const { confirm, confirmDialog } = useConfirm();
  const { data, error, refetch } = useQuery(linkedQuery);
  const bad = (problem: Error) => toast(messageOf(problem), { tone: 'bad' });
  const connect = useMutation({ mutationFn: goToLink, onError: bad });
  const disconnect = useMutation({
    mutationFn: unlinkAccount,
    onSuccess: (_done, provider) => toast(`${providerNames[provider]} is disconnected.`),
    onError: bad,
    onSettled: () => queries.invalidateQueries(linkedQuery),
  });
  const ask = async (provider: Provider) => {
    const name = providerNames[provider];
    const yes = await confirm({
      title: `Disconnect ${name}?`,
      text: `You will not log in with ${name} any more. Nothing changes there.`,
      action: 'Disconnect',
    });
    if (yes) disconnect.mutate(provider);
  };
  if (data && data.items.length + data.available.length === 0) return null;
  return (
    <Card aria-label="Connected accounts">
      <CardHeader title="Connected accounts" />
      {data ? (
        <ul>
          {data.items.map(({ provider, email, last_used_at }) => (
            <li
              key={provider}
              className="flex items-center gap-3 border-t border-line px-4 py-[11px]"
            >
              <div className="min-w-0 flex-1">
                <p className="font-medium">{providerNames[provider]}</p>
                <p className="truncate text-sm text-soft">
                  {email}
                  {last_used_at && (
                    <>
                      {email && ' · '}last used{' '}
                      <MomentText at={last_used_at} timeZone={user.time_zone} />
                    </>
                  )}
                </p>
              </div>
              <Button
                size="sm"
                disabled={!data.can_unlink}
                title={data.can_unlink ? undefined : 'Set a password or add a passkey first.'}
                busy={disconnect.isPending && disconnect.variables === provider}
                onClick={() => void ask(provider)}
              >
                Disconnect
              </Button>
            </li>
          ))}
          {data.available.map((provider) => (
            <li
              key={provider}
              className="flex items-center gap-3 border-t border-line px-4 py-[11px]"
            >
              <p className="flex-1 font-medium">{providerNames[provider]}</p>
              <Button
                size="sm"
                busy={connect.isPending && connect.variables === provider}
                onClick={() => connect.mutate(provider)}
              >
                Connect
              </Button>
            </li>
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mx-4 mb-4 h-16" />
      )}
      {data && !data.can_unlink && data.items.length > 0 && (
        <p className="border-t border-line px-4 py-3 text-sm text-soft">
          This is your only way in. Set a password (by “Forgot password?” at log in) or add a
          passkey before you disconnect it.
        </p>
      )}
      {confirmDialog}
    </Card>
  );
}
