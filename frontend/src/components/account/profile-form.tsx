import { z } from 'zod/mini';
import { useSession } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { TimeZoneSelect } from '@/components/ui/time-zone-select';
import { toast } from '@/lib/toasts';
import { updateMe } from './requests';

const schema = z.object({
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Enter your name.'),
      z.maxLength(120, 'Shorten it to 120 characters.'),
    ),
  time_zone: z.string(),
});
type Values = z.infer<typeof schema>;

/** Name and time zone of the signed-in person. */
export function ProfileForm() {
  const { user } = useSession();
  const form = useAppForm<Values>({
    schema,
    defaultValues: { name: user.name, time_zone: user.time_zone },
  });
  const submit = async (values: Values) => {
    await updateMe(values);
    toast('Saved', { tone: 'good' });
  };
  return (
    <Form form={form} onSubmit={submit} guard>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField<Values> name="name" label="Name">
          {(field) => <Input {...field} autoComplete="name" />}
        </FormField>
        <FormField<Values>
          name="time_zone"
          label="Time zone"
          help="Decides which day a workout counts for."
        >
          {(field) => <TimeZoneSelect {...field} />}
        </FormField>
      </div>
      <SubmitButton className="self-start">Save profile</SubmitButton>
    </Form>
  );
}
