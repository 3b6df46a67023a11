import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/errors';
import { type Units, useSession, type WeekStart } from '@/api/session';
import { SegmentedControl } from '@/components/ui/choice';
import { todayIn } from '@/components/ui/date-text';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { fullDate } from '@/lib/dates';
import { type LocaleChoice, localeChoices } from '@/lib/locales';
import { formatNumber } from '@/lib/numbers';
import { BROWSER_LOCALE } from '@/lib/reader';
import { setTheme, type ThemeChoice } from '@/lib/theme';
import { toast } from '@/lib/toasts';
import { updateMe } from './requests';

export const unitChoices = [
  { value: 'metric', label: 'kg, km' },
  { value: 'imperial', label: 'lb, mi' },
] as const;

const themes = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'system', label: 'As the device' },
] as const;

const weekStarts = [
  { value: '1', label: 'Monday' },
  { value: '6', label: 'Saturday' },
  { value: '7', label: 'Sunday' },
] as const;

function Preference({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-base font-medium">{title}</p>
      {children}
    </div>
  );
}

/** Units, theme, and how dates and numbers are written: all hold at once and are kept with the account. */
export function Preferences() {
  const { user } = useSession();
  const save = useMutation({
    mutationFn: updateMe,
    onError: (error) => toast(`Not saved: ${messageOf(error)}`, { tone: 'bad' }),
  });
  const shown = { ...user, ...(save.isPending ? save.variables : undefined) };
  const chooseTheme = (theme: ThemeChoice) => {
    setTheme(theme);
    save.mutate({ theme }, { onError: () => setTheme(user.theme) });
  };
  const locale = user.locale === BROWSER_LOCALE ? undefined : user.locale;
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-4">
      <Preference title="Units">
        <SegmentedControl<Units>
          label="Units"
          options={unitChoices}
          value={shown.units ?? user.units}
          onValueChange={(units) => save.mutate({ units })}
        />
      </Preference>
      <Preference title="Theme">
        <SegmentedControl<ThemeChoice>
          label="Theme"
          options={themes}
          value={shown.theme ?? user.theme}
          onValueChange={chooseTheme}
        />
      </Preference>
      <Preference title="Calendars begin on">
        <SegmentedControl<(typeof weekStarts)[number]['value']>
          label="Calendars begin on"
          options={weekStarts}
          value={String(shown.week_start ?? user.week_start) as '1' | '6' | '7'}
          onValueChange={(day) => save.mutate({ week_start: Number(day) as WeekStart })}
        />
      </Preference>
      <Field
        label="Language and region"
        help={`${fullDate(todayIn(user.time_zone), locale)} · ${formatNumber(1234.5, 1, locale)}. The app’s own words are English.`}
        className="w-full max-w-sm"
      >
        <Select<LocaleChoice>
          options={localeChoices()}
          value={(shown.locale ?? user.locale) as LocaleChoice}
          onValueChange={(next) => save.mutate({ locale: next })}
        />
      </Field>
    </div>
  );
}
