import { useState } from 'react';
import { messageOf } from '@/api/errors';
import { useSession } from '@/api/session';
import { SegmentedControl } from '@/components/ui/choice';
import { type ThemeChoice as Choice, setTheme, themeChoice } from '@/lib/theme';
import { toast } from '@/lib/toasts';
import { saveMe } from './save-me';

/** Takes effect at once here, and is kept with the account. */
export function ThemeChoice() {
  const me = useSession();
  const [choice, setChoice] = useState<Choice>(themeChoice);
  const choose = async (theme: Choice) => {
    setChoice(theme);
    setTheme(theme);
    try {
      await saveMe(me, { theme });
    } catch (error) {
      toast(`Only kept on this device: ${messageOf(error)}`, { tone: 'bad' });
    }
  };
  return (
    <div className="px-4">
      <SegmentedControl
        label="Theme"
        className="flex"
        value={choice}
        onValueChange={(theme) => void choose(theme)}
        options={[
          { value: 'dark', label: 'Dark' },
          { value: 'light', label: 'Light' },
          { value: 'system', label: 'As the device' },
        ]}
      />
    </div>
  );
}
