import { useState } from 'react';
import { messageOf } from '@/api/errors';
import { switchOrganization, useSession } from '@/api/session';
import { plural } from '@/lib/numbers';
import { toast } from '@/lib/toasts';
import { keptSummaries } from '@/lib/workout-log/kept';

/** Goes to another studio, unless sets on this device still have to reach the one they were done for. */
export function useSwitch() {
  const { user } = useSession();
  const [busy, setBusy] = useState<string | null>(null);
  const go = async (id: string) => {
    const waiting = keptSummaries(user.id).reduce((sum, item) => sum + item.waiting, 0);
    if (waiting > 0) {
      toast(`${plural(waiting, 'set')} on this device must be saved first. Try again in a moment.`);
      return;
    }
    setBusy(id);
    try {
      await switchOrganization(id);
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
      setBusy(null);
    }
  };
  return { go, busy };
}
