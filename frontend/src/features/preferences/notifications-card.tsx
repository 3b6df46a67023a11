import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import type { KindOut, NotificationsOut, QuietHours } from '@/api/generated';
import { useSession } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Switch } from '@/components/ui/choice';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/lib/toasts';
import { notificationsQuery, updateNotifications } from './queries';

const USUAL: QuietHours = { start: '22:00', until: '07:00' };

/** What somebody has to be able to do for a kind to ever reach them. */
const reaches: Readonly<Record<string, readonly string[]>> = {
  'members.joined': ['members:invite', 'clients:invite'],
};

/** Which mails one gets, and when not. Everything holds at once. */
export function NotificationsCard() {
  const { data, error, refetch } = useQuery(notificationsQuery);
  return (
    <Card aria-label="Notifications">
      <CardHeader title="Notifications" />
      {data ? (
        <Choices chosen={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mx-4 mb-4 h-32" />
      )}
    </Card>
  );
}

function Choices({ chosen }: { chosen: NotificationsOut }) {
  const { permissions } = useSession();
  const queries = useQueryClient();
  const show = (next: NotificationsOut) => queries.setQueryData(notificationsQuery.queryKey, next);
  const save = useMutation({
    mutationFn: updateNotifications,
    onSuccess: show,
    onError: (error) => {
      show(chosen);
      toast(`Not saved: ${messageOf(error)}`, { tone: 'bad' });
    },
  });
  const choose = (name: string, email: boolean) => {
    show({
      ...chosen,
      items: chosen.items.map((item) => (item.name === name ? { ...item, email } : item)),
    });
    save.mutate({ email: { [name]: email } });
  };
  const keepQuiet = (quiet_hours: QuietHours | null) => {
    show({ ...chosen, quiet_hours });
    save.mutate({ quiet_hours });
  };
  const concerns = ({ name }: KindOut) =>
    reaches[name]?.some((permission) => permissions[permission]) ?? true;
  return (
    <>
      <ul>
        {chosen.items.filter(concerns).map((item) => (
          <Kind key={item.name} item={item} onChoose={(email) => choose(item.name, email)} />
        ))}
      </ul>
      <Quiet hours={chosen.quiet_hours} onChange={keepQuiet} />
    </>
  );
}

function Kind({ item, onChoose }: { item: KindOut; onChoose: (email: boolean) => void }) {
  return (
    <li className="flex items-start justify-between gap-4 border-t border-line px-4 py-3">
      <div className="min-w-0">
        <p className="font-medium">{item.title}</p>
        <p className="text-sm text-soft">{item.text}</p>
      </div>
      {item.essential ? (
        <Chip>Always by mail</Chip>
      ) : (
        <Switch
          label={`By mail: ${item.title}`}
          hideLabel
          checked={item.email}
          onCheckedChange={onChoose}
        />
      )}
    </li>
  );
}

interface QuietProps {
  hours: QuietHours | null;
  onChange: (hours: QuietHours | null) => void;
}

function Quiet({ hours, onChange }: QuietProps) {
  const { user } = useSession();
  const change = (part: Partial<QuietHours>) => {
    const next = { ...USUAL, ...hours, ...part };
    // An emptied field is on its way to a time: nothing is saved until it is one.
    if (next.start && next.until) onChange(next);
  };
  return (
    <div className="flex flex-col gap-3 border-t border-line px-4 py-3">
      <Switch
        label="Quiet hours"
        help={`What is not about the safety of your account waits until they end (${user.time_zone.replaceAll('_', ' ')}).`}
        checked={hours !== null}
        onCheckedChange={(on) => onChange(on ? USUAL : null)}
      />
      {hours && (
        <div className="grid max-w-xs grid-cols-2 gap-4">
          <Field label="From">
            <Input
              key={hours.start}
              type="time"
              defaultValue={hours.start}
              onBlur={({ target }) =>
                target.value !== hours.start && change({ start: target.value })
              }
            />
          </Field>
          <Field label="Until">
            <Input
              key={hours.until}
              type="time"
              defaultValue={hours.until}
              onBlur={({ target }) =>
                target.value !== hours.until && change({ until: target.value })
              }
            />
          </Field>
        </div>
      )}
    </div>
  );
}
