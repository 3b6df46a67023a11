import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Laptop, Smartphone, SquareTerminal, Tablet } from 'lucide-react';
import { messageOf } from '@/api/errors';
import type { SignInOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { MomentText } from '@/components/ui/date-text';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { readerLocale } from '@/lib/reader';
import { toast } from '@/lib/toasts';
import { endOtherSignIns, endSignIn, signInsQuery } from './sign-ins';

const icons = { phone: Smartphone, tablet: Tablet, computer: Laptop, program: SquareTerminal };

/** Where one is signed in, and a way to end it there. */
export function SignInsCard() {
  const { data, error, refetch } = useQuery(signInsQuery);
  const others = data?.items.filter(({ current }) => !current) ?? [];
  return (
    <Card aria-label="Devices">
      <CardHeader title="Where you are logged in">
        {others.length > 0 && <LogOutOthers />}
      </CardHeader>
      {data ? (
        <ul>
          {data.items.map((item) => (
            <SignIn key={item.id} item={item} />
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mx-4 mb-4 h-24" />
      )}
    </Card>
  );
}

function SignIn({ item }: { item: SignInOut }) {
  const { user } = useSession();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => endSignIn(item.id),
    onSuccess: () => toast(`${item.device} is logged out.`, { tone: 'good' }),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
    onSettled: () => queries.invalidateQueries(signInsQuery),
  });
  const Icon = icons[item.kind];
  return (
    <li className="flex items-center gap-3 border-t border-line px-4 py-[11px]">
      <Icon size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-soft" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{item.device}</p>
        <p className="text-sm text-soft">
          {placed(item)} ·{' '}
          {item.current ? (
            'in use now'
          ) : (
            <>
              last used <MomentText at={item.last_used_at} timeZone={user.time_zone} />
            </>
          )}
        </p>
      </div>
      {item.current ? (
        <Chip tone="good">This device</Chip>
      ) : (
        <Button
          size="sm"
          busy={end.isPending}
          onClick={() => end.mutate()}
          aria-label={`Log out ${item.device}`}
        >
          Log out
        </Button>
      )}
    </li>
  );
}

function LogOutOthers() {
  const queries = useQueryClient();
  const { confirm, confirmDialog } = useConfirm();
  const end = useMutation({
    mutationFn: endOtherSignIns,
    onSuccess: () => toast('Every other device is logged out.', { tone: 'good' }),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
    onSettled: () => queries.invalidateQueries(signInsQuery),
  });
  const ask = async () => {
    const yes = await confirm({
      title: 'Log out every other device?',
      text: 'What is not saved there yet stays there, until you log in on it again.',
      action: 'Log out the others',
    });
    if (yes) end.mutate();
  };
  return (
    <>
      <Button size="sm" busy={end.isPending} onClick={() => void ask()}>
        Log out the others
      </Button>
      {confirmDialog}
    </>
  );
}

/** The country's name in the reader's language, where the address has one, and the address. */
function placed({ place, address }: SignInOut): string {
  if (place === null) return address;
  return `${new Intl.DisplayNames(readerLocale(), { type: 'region' }).of(place) ?? place}, ${address}`;
}
