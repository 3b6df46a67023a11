import { Tooltip as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';

/** A short explanation on hover and focus. Never the only place of something a person needs: touch has no hover. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  // Held here, because Radix tells the other tooltips to close when its own state changes, in an effect
  // that under Preact comes after this one has begun to listen: it would close itself.
  const [open, setOpen] = useState(false);
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root open={open} onOpenChange={setOpen}>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-64 animate-fade-in rounded-lg bg-text px-2.5 py-1.5 text-sm text-bg"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
