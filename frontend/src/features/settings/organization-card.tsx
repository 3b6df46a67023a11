import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import type { OrganizationOut } from '@/api/generated';
import { replaceMe, sessionState, usePermission } from '@/api/session';
import { unitChoices } from '@/components/account/preferences';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { ErrorState } from '@/components/states/states';
import { Card, CardHeader } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { TimeZoneSelect } from '@/components/ui/time-zone-select';
import { toast } from '@/lib/toasts';
import { organizationQuery, updateOrganization } from './queries';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Enter the name of the studio.')),
  time_zone: z.string(),
  units: z.enum(['metric', 'imperial']),
});
type Values = z.infer<typeof schema>;

/** Owners and admins change it, trainers see it. */
export function OrganizationCard() {
  const mayManage = usePermission('organization:update') !== null;
  const { data, error, refetch } = useQuery(organizationQuery);
  return (
    <Card aria-label="Studio">
      <CardHeader title="Studio" />
      <div className="px-4 pb-4">
        {data ? (
          mayManage ? (
            <OrganizationForm organization={data} />
          ) : (
            <OrganizationFacts organization={data} />
          )
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className={mayManage ? 'h-[350px] sm:h-[138px]' : 'h-[180px] sm:h-11'} />
        )}
      </div>
    </Card>
  );
}

function OrganizationFacts({ organization }: { organization: OrganizationOut }) {
  const { name, time_zone, units } = organization;
  const facts = [
    ['Name', name],
    ['Time zone', time_zone.replaceAll('_', ' ')],
    ['Units', unitChoices.find(({ value }) => value === units)?.label ?? units],
  ] as const;
  return (
    <dl className="grid gap-4 sm:grid-cols-3">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-sm text-soft">{label}</dt>
          <dd className="wrap-anywhere font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function OrganizationForm({ organization }: { organization: OrganizationOut }) {
  const queries = useQueryClient();
  const { name, time_zone, units } = organization;
  const form = useAppForm<Values>({ schema, defaultValues: { name, time_zone, units } });
  const submit = async (values: Values) => {
    const saved = await updateOrganization(values);
    queries.setQueryData(organizationQuery.queryKey, saved);
    const { me } = sessionState();
    // The rail shows the name.
    if (me) replaceMe({ ...me, organization: { ...me.organization, ...saved } });
    toast('Saved', { tone: 'good' });
  };
  return (
    <Form form={form} onSubmit={submit} guard>
      <div className="grid gap-4 sm:grid-cols-3">
        <FormField<Values> name="name" label="Name">
          {(field) => <Input {...field} maxLength={120} />}
        </FormField>
        <FormField<Values> name="time_zone" label="Time zone" help="Of clients without their own.">
          {(field) => <TimeZoneSelect {...field} />}
        </FormField>
        <FormField<Values> name="units" label="Units" help="For people who join.">
          {(field) => <Select {...field} options={unitChoices} />}
        </FormField>
      </div>
      <div>
        <SubmitButton>Save studio</SubmitButton>
      </div>
    </Form>
  );
}
