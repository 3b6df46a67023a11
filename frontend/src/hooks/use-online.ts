import { useSyncExternalStore } from 'react';
import { inReach, onReach } from '@/api/reach';

/** Whether the server is in reach, as far as is known. */
export function useOnline(): boolean {
  return useSyncExternalStore(onReach, inReach);
}
