import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/errors';
import { type Units, useSession } from '@/api/session';
import { SegmentedControl } from '@/components/ui/choice';
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

function Preference({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-base font-medium">{title}</p>
      {children}
    </div>
  );
}

/** Units and theme: both hold at once and are kept with the account. */
export function Preferences() {
  const { user } = useSession();
  const save = useMutation({
    mutationFn: updateMe,
    onError: (error) => toast(`Not saved: ${messageOf(error)}`, { tone: 'bad' }),
  });
  const waiting = save.isPending ? save.variables : undefined;
  const chooseTheme = (theme: ThemeChoice) => {
    setTheme(theme);
    save.mutate({ theme }, { onError: () => setTheme(user.theme) });
  };
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-4">
      <Preference title="Units">
        <SegmentedControl<Units>
          label="Units"
          options={unitChoices}
          value={waiting?.units ?? user.units}
          onValueChange={(units) => save.mutate({ units })}
        />
      </Preference>
      <Preference title="Theme">
        <SegmentedControl<ThemeChoice>
          label="Theme"
          options={themes}
          value={waiting?.theme ?? user.theme}
          onValueChange={chooseTheme}
        />
      </Preference>
    </div>
  );
}
