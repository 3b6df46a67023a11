import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import type { StudioSettings, UpdateSignInRulesData } from '@/api/generated';
import { ErrorState } from '@/components/states/states';
import { Switch } from '@/components/ui/choice';
import { Card, CardHeader } from '@/components/ui/display';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/lib/toasts';
import { settingsQuery, updateRules } from './studio-requests';

const idle = [
  [30, '30 minutes'],
  [60, '1 hour'],
  [240, '4 hours'],
  [720, '12 hours'],
  [1440, '1 day'],
  [10_080, '7 days'],
] as const;
const absolute = [
  [8, '8 hours'],
  [12, '12 hours'],
  [24, '1 day'],
  [168, '7 days'],
  [720, '30 days'],
] as const;

/** The choices, and the value that an integrator may have set beside them. */
function options(
  known: readonly (readonly [number, string])[],
  value: number | null,
  unit: string,
) {
  const own = value !== null && !known.some(([each]) => each === value);
  return [
    { value: '', label: 'Never' },
    ...known.map(([each, label]) => ({ value: String(each), label })),
    ...(own ? [{ value: String(value), label: `${value} ${unit}` }] : []),
  ];
}

/** What the studio asks of its people's sign-ins. Each change is in effect at once. */
export function SignInRulesCard() {
  const { data, error, refetch } = useQuery(settingsQuery);
  return (
    <Card aria-label="Rules for sign-ins">
      <CardHeader title="Rules for sign-ins" />
      <div className="px-4 pb-4">
        {data ? (
          <Rules settings={data} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-[334px] sm:h-[140px]" />
        )}
      </div>
    </Card>
  );
}

function Rules({ settings }: { settings: StudioSettings }) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (body: UpdateSignInRulesData['body']) => updateRules(body),
    onSuccess: (saved) => {
      queries.setQueryData(settingsQuery.queryKey, saved);
      toast('Saved', { tone: 'good' });
    },
  });
  const shown = { ...settings, ...(save.isPending ? save.variables : {}) };
  const chosen = (value: string) => (value === '' ? null : Number(value));
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label="Everybody who works here uses a second factor"
        help="Whoever has none is asked to add one before they can go on. You need one yourself first."
        checked={shown.second_factor_required === true}
        onCheckedChange={(second_factor_required) => save.mutate({ second_factor_required })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Log out after no activity for" help="Clients, too.">
          <Select
            value={String(shown.idle_minutes ?? '')}
            options={options(idle, shown.idle_minutes, 'minutes')}
            onValueChange={(value) => save.mutate({ idle_minutes: chosen(value) })}
          />
        </Field>
        <Field label="Log out everybody after" help="Even in the middle of their work.">
          <Select
            value={String(shown.absolute_hours ?? '')}
            options={options(absolute, shown.absolute_hours, 'hours')}
            onValueChange={(value) => save.mutate({ absolute_hours: chosen(value) })}
          />
        </Field>
      </div>
      {save.error && (
        <p role="alert" className="text-sm text-bad-ink">
          {messageOf(save.error)}
        </p>
      )}
    </div>
  );
}
