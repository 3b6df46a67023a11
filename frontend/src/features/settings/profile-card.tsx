import { useMutation } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { messageOf } from '@/api/errors';
import { type Units, useSession } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { SegmentedControl } from '@/components/ui/choice';
import { Card, CardHeader } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { TimeZoneSelect } from '@/components/ui/time-zone-select';
import { setTheme, type ThemeChoice } from '@/lib/theme';
import { toast } from '@/lib/toasts';
import { updateMe } from './queries';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Enter your name.')),
  time_zone: z.string(),
});
type Values = z.infer<typeof schema>;

const themes = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'system', label: 'As this device' },
] as const;

const unitChoices = [
  { value: 'metric', label: 'kg, km' },
  { value: 'imperial', label: 'lb, mi' },
] as const;

/** Theme and units hold at once; name and time zone when they are saved. */
export function ProfileCard() {
  const { user } = useSession();
  const form = useAppForm<Values>({
    schema,
    defaultValues: { name: user.name, time_zone: user.time_zone },
  });
  const prefer = useMutation({
    mutationFn: updateMe,
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  const chooseTheme = (theme: ThemeChoice) => {
    setTheme(theme);
    prefer.mutate({ theme });
  };
  const submit = async (values: Values) => {
    await updateMe(values);
    toast('Saved', { tone: 'good' });
  };
  return (
    <Card aria-label="Profile">
      <CardHeader title="Profile" />
      <div className="flex flex-col gap-5 px-4 pb-4">
        <Form form={form} onSubmit={submit} guard>
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField<Values> name="name" label="Name" help={user.email}>
              {(field) => <Input {...field} autoComplete="name" maxLength={120} />}
            </FormField>
            <FormField<Values>
              name="time_zone"
              label="Time zone"
              help="Days begin at its midnight."
            >
              {(field) => <TimeZoneSelect {...field} />}
            </FormField>
          </div>
          <div>
            <SubmitButton>Save profile</SubmitButton>
          </div>
        </Form>
        <div className="flex flex-wrap gap-x-8 gap-y-4 border-t border-line pt-4">
          <div className="flex flex-col gap-1.5">
            <p className="font-medium">Units</p>
            <SegmentedControl<Units>
              label="Units"
              options={unitChoices}
              value={prefer.isPending ? (prefer.variables.units ?? user.units) : user.units}
              onValueChange={(units) => prefer.mutate({ units })}
            />
          </div>
          <div className="flex flex-col gap-1.5">
            <p className="font-medium">Theme</p>
            <SegmentedControl<ThemeChoice>
              label="Theme"
              options={themes}
              value={prefer.isPending ? (prefer.variables.theme ?? user.theme) : user.theme}
              onValueChange={chooseTheme}
            />
          </div>
        </div>
      </div>
    </Card>
  );
}
