import { z } from 'zod/mini';
import { useSession } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { SegmentedControl } from '@/components/ui/choice';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { toast } from '@/lib/toasts';
import { saveMe } from './save-me';

const schema = z.object({
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Enter your name'),
      z.maxLength(120, 'Shorten it to 120 characters'),
    ),
  time_zone: z.string(),
  units: z.enum(['metric', 'imperial']),
});
type Values = z.infer<typeof schema>;

/** Zones as the browser knows them; the person's own always stands among them. */
function zones(own: string): { value: string; label: string }[] {
  const known = Intl.supportedValuesOf('timeZone');
  return (known.includes(own) ? known : [own, ...known]).map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
}

export function ProfileForm() {
  const me = useSession();
  const { user } = me;
  const form = useAppForm<Values>({
    schema,
    defaultValues: { name: user.name, time_zone: user.time_zone, units: user.units },
  });
  const save = async (values: Values) => {
    await saveMe(me, values);
    toast('Saved', { tone: 'good' });
  };
  return (
    <Form form={form} onSubmit={save} guard className="px-4">
      <FormField<Values> name="name" label="Name">
        {(field) => <Input autoComplete="name" {...field} />}
      </FormField>
      <FormField<Values>
        name="time_zone"
        label="Time zone"
        help="Decides which day a workout counts for."
      >
        {({ onChange, value, ...field }) => (
          <Select {...field} value={value} onValueChange={onChange} options={zones(value)} />
        )}
      </FormField>
      <FormField<Values> name="units" label="Units">
        {({ value, onChange }) => (
          <SegmentedControl
            label="Units"
            value={value as Values['units']}
            onValueChange={onChange}
            options={[
              { value: 'metric', label: 'kg, km' },
              { value: 'imperial', label: 'lb, mi' },
            ]}
          />
        )}
      </FormField>
      <SubmitButton className="self-start">Save</SubmitButton>
    </Form>
  );
}
