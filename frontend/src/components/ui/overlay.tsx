import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { useMedia } from '@/hooks/use-media';
import { useReturnFocus } from '@/hooks/use-return-focus';
import { cx } from '@/lib/cx';
import { IconButton } from './button';

export interface ResponsiveDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Stays in view below the scrolling content: the actions. */
  footer?: ReactNode;
  /** `side` stands at the right edge on a wide screen; all are a sheet from below on a phone. */
  kind?: 'dialog' | 'wide' | 'side';
  /** False for a question that must be answered: no close button. */
  closable?: boolean;
  children?: ReactNode;
}

const FIELD = ['input:not([type=hidden])', 'select', 'textarea']
  .map((kind) => `${kind}:not([tabindex="-1"], :disabled, [aria-hidden])`)
  .join(', ');

const kinds = {
  dialog: 'sm:max-w-[480px]',
  wide: 'sm:max-w-[880px]',
  side: 'sm:max-w-[440px]',
};

const phone =
  'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-[20px] pb-[env(safe-area-inset-bottom)] animate-sheet-in';
const centred =
  'sm:inset-x-0 sm:top-[50%] sm:bottom-auto sm:mx-auto sm:w-[calc(100%-48px)] sm:-translate-y-1/2 sm:max-h-[86dvh] sm:rounded-card sm:animate-fade-in';
const aside =
  'sm:inset-y-0 sm:right-0 sm:left-auto sm:w-full sm:max-h-none sm:rounded-none sm:animate-fade-in';

/**
 * A dialog on a wide screen, a sheet from below on a phone. Traps and returns the focus, closes on Escape. Begins at its
 * first field; without one at itself, so that who types as it opens does nothing with it; and on a phone always at
 * itself, since a field would call the keyboard over it.
 */
export function ResponsiveDialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  kind = 'dialog',
  closable = true,
  children,
}: ResponsiveDialogProps) {
  const { onOpenAutoFocus, onCloseAutoFocus } = useReturnFocus();
  const content = useRef<HTMLDivElement>(null);
  const touch = useMedia('(pointer: coarse)');
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          ref={content}
          onOpenAutoFocus={(event) => {
            onOpenAutoFocus();
            event.preventDefault();
            const field = touch ? null : content.current?.querySelector<HTMLElement>(FIELD);
            (field ?? content.current)?.focus({ preventScroll: true });
          }}
          onCloseAutoFocus={onCloseAutoFocus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onInteractOutside={(event) => {
            // A notice's Undo is no click beside the dialog.
            if (event.target instanceof Element && event.target.closest('[data-notices]')) {
              event.preventDefault();
            }
          }}
          className={cx(
            'fixed z-50 flex flex-col border border-line bg-surface shadow-float outline-none',
            phone,
            kind === 'side' ? aside : centred,
            kinds[kind],
          )}
        >
          <header className={cx('px-5 pt-4 pb-3', closable && 'pr-15')}>
            <Radix.Title className="text-lg font-semibold tracking-tight wrap-anywhere">
              {title}
            </Radix.Title>
            {description && (
              <Radix.Description className="mt-0.5 text-soft">{description}</Radix.Description>
            )}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer && (
            <footer className="flex flex-col-reverse gap-2 border-t border-line px-5 py-3.5 sm:flex-row sm:justify-end">
              {footer}
            </footer>
          )}
          {closable && (
            <Radix.Close asChild>
              <IconButton label="Close" className="absolute! top-3 right-3">
                <X size={18} aria-hidden />
              </IconButton>
            </Radix.Close>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
