import { useLayoutEffect } from 'react';
import { currentCommands, openPalette, openShortcuts } from '@/lib/commands';

const SEQUENCE_MS = 1_000;

/** Whether keys belong to what is focused: a field, or anything inside an open dialog or menu. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('input, textarea, select') ||
    target.closest('[role=dialog], [role=menu], [role=listbox]') !== null
  );
}

/**
 * Runs registered commands by their keys; ⌘K / Ctrl-K opens the palette even from a field.
 *
 * Listens from the moment the page stands: an effect after painting would miss a key pressed in between.
 */
export function useHotkeys(): void {
  useLayoutEffect(() => {
    let first = '';
    let firstAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isBusy(event.target)) return;
      if (event.key === '?') {
        event.preventDefault();
        openShortcuts();
        return;
      }
      const recent = event.timeStamp - firstAt < SEQUENCE_MS ? `${first} ${event.key}` : '';
      const commands = currentCommands();
      const found =
        commands.find((command) => command.keys === recent) ??
        commands.find((command) => command.keys === event.key);
      first = event.key;
      firstAt = event.timeStamp;
      if (!found) return;
      event.preventDefault();
      first = '';
      found.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
