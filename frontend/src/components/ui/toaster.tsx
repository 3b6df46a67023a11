import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { cx } from '@/lib/cx';
import { currentToasts, dismissToast, subscribeToasts, type Toast } from '@/lib/toasts';

const PLAIN_MS = 5_000;
// Long enough to notice, read and reach the undo.
const ACTION_MS = 10_000;

function ToastCard({ toast, paused }: { toast: Toast; paused: boolean }) {
  const { id, action } = toast;
  useEffect(() => {
    if (paused) return;
    const timer = setTimeout(() => dismissToast(id), action ? ACTION_MS : PLAIN_MS);
    return () => clearTimeout(timer);
  }, [id, action, paused]);

  return (
    <li
      className={cx(
        'pointer-events-auto flex min-h-11 w-full animate-pop-in items-center gap-3 rounded-xl bg-raised py-1 pr-1 pl-4 shadow-float sm:w-auto sm:min-w-72',
        toast.tone === 'bad' && 'text-bad-ink',
        toast.tone === 'good' && 'text-good',
      )}
    >
      <span className="min-w-0 flex-1 py-1.5">{toast.text}</span>
      {action && (
        <button
          type="button"
          onClick={() => {
            action.run();
            dismissToast(id);
          }}
          className="h-9 rounded-lg px-3 font-semibold text-accent-ink hover:bg-fill-hover touch:h-11"
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismissToast(id)}
        className="grid size-9 place-items-center rounded-lg text-faint hover:bg-fill-hover hover:text-text touch:size-11"
      >
        <X size={16} aria-hidden />
      </button>
    </li>
  );
}

/**
 * Shows what `toast()` says and reads it out. Stands still while the pointer or the focus is on it.
 * Beside the app rather than in it: an open dialog hides the app from screen readers, and with it a
 * notice that is shown for the first time.
 */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  const [paused, setPaused] = useState(false);
  return createPortal(
    <section
      aria-label="Notices"
      data-notices
      className="pointer-events-none fixed inset-x-4 bottom-[calc(80px+env(safe-area-inset-bottom))] z-60 sm:inset-x-auto sm:right-6 sm:bottom-6"
    >
      <ol
        aria-live="polite"
        aria-relevant="additions"
        className="flex flex-col items-stretch gap-2 sm:items-end"
        onPointerEnter={() => setPaused(true)}
        onPointerLeave={() => setPaused(false)}
        onFocus={() => setPaused(true)}
        onBlur={() => setPaused(false)}
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} paused={paused} />
        ))}
      </ol>
    </section>,
    document.body,
  );
}
