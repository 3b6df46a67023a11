import { type ComponentType, useEffect, useState } from 'react';
import { toast } from '@/lib/toasts';
import type { SheetsProps } from './sheets';

let sheets: ComponentType<SheetsProps> | null = null;

async function load(): Promise<ComponentType<SheetsProps>> {
  sheets ??= (await import('./sheets')).Sheets;
  return sheets;
}

/**
 * The sheets over the logger. The first set is confirmed without them, so they come right after it is on screen, and
 * again when the network is back: `React.lazy` would remember a failure for good.
 */
export function useSheets(wanted: boolean, giveUp: () => void): ComponentType<SheetsProps> | null {
  const [ready, setReady] = useState(() => sheets);
  useEffect(() => {
    if (ready) return;
    let gone = false;
    const fetchNow = () =>
      load().then(
        (loaded) => {
          if (!gone) setReady(() => loaded);
        },
        () => {
          if (gone || !wanted) return;
          toast('This part needs a connection once. Your sets are kept.');
          giveUp();
        },
      );
    void fetchNow();
    addEventListener('online', fetchNow);
    return () => {
      gone = true;
      removeEventListener('online', fetchNow);
    };
  }, [ready, wanted, giveUp]);
  return ready;
}
