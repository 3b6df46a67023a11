import { useRef } from 'react';

/**
 * Handlers for a Radix dialog that is opened by state instead of a Trigger: on close the focus goes back to
 * where it was. (Radix on its own returns it only to its Trigger.)
 */
export function useReturnFocus() {
  const before = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      const focused = document.activeElement;
      before.current = focused instanceof HTMLElement ? focused : null;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      before.current?.focus();
    },
  };
}
