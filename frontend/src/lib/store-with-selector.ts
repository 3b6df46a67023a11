import { useRef, useSyncExternalStore } from 'react';

/**
 * Stands in for `use-sync-external-store/shim/with-selector` (see the alias in vite.config.ts), which
 * carries a second copy of what React has had since version 18. A selection that is equal to the last
 * one keeps its identity, so that it causes no render.
 */
export function useSyncExternalStoreWithSelector<Snapshot, Selection>(
  subscribe: (listener: () => void) => () => void,
  getSnapshot: () => Snapshot,
  _getServerSnapshot: unknown,
  select: (snapshot: Snapshot) => Selection,
  isEqual: (a: Selection, b: Selection) => boolean = Object.is,
): Selection {
  const kept = useRef<{ snapshot: Snapshot; select: unknown; selection: Selection } | null>(null);
  return useSyncExternalStore(subscribe, () => {
    const snapshot = getSnapshot();
    const last = kept.current;
    if (last && last.select === select && Object.is(last.snapshot, snapshot)) return last.selection;
    const next = select(snapshot);
    const selection = last && isEqual(last.selection, next) ? last.selection : next;
    kept.current = { snapshot, select, selection };
    return selection;
  });
}
