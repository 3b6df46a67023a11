import { z } from 'zod/mini';
import type { FoundOrganizationData, FoundOrganizationResponses } from '@/api/generated';
import { api } from '@/api/http';
import { switchOrganization } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Card, CardHeader } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { TimeZoneSelect } from '@/components/ui/time-zone-select';
import { browserTimeZone } from '@/lib/dates';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Enter the name of the studio.')),
  time_zone: z.string(),
});
type Values = z.infer<typeof schema>;

/** Another studio of one's own, with its own team and clients. */
export function FoundStudioCard() {
  const form = useAppForm<Values>({
    schema,
    defaultValues: { name: '', time_zone: browserTimeZone() },
  });
  const submit = async (body: Values) => {
    const { id } = await api.post<FoundOrganizationData, FoundOrganizationResponses>(
      '/api/organizations',
      { body },
    );
    await switchOrganization(id);
  };
  return (
    <Card aria-label="Found another studio">
      <CardHeader title="Found another studio" />
      <Form form={form} onSubmit={submit} className="px-4 pb-4">
        <p className="text-soft">
          With its own team, clients and settings. You own it, and switch between your studios
          without logging in again.
        </p>
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField<Values> name="name" label="Name">
            {(field) => <Input {...field} maxLength={120} />}
          </FormField>
          <FormField<Values> name="time_zone" label="Time zone">
            {(field) => <TimeZoneSelect {...field} />}
          </FormField>
        </div>
        <div>
          <SubmitButton>Found studio</SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
