import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { messageOf } from '@/api/errors';
import { Button } from '@/components/ui/button';
import { toast } from '@/lib/toasts';

const MAX_BYTES = 5_000_000;

interface PictureFieldProps {
  /** "Photo": names the control, and stands in what is said of it. */
  what: string;
  /** The picture as it is now, or what stands for none. */
  shown: ReactNode;
  /** Whether there is one to change and to take away. */
  chosen: boolean;
  help: string;
  /** Stores a picture, or takes it away for null. */
  save: (file: File | null) => Promise<unknown>;
}

/** A picture: choose, replace, take away. */
export function PictureField({ what, shown, chosen, help, save }: PictureFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const saving = useMutation({
    mutationFn: async (file: File | null) => {
      if (file && file.size > MAX_BYTES) throw new RangeError('too large');
      await save(file);
    },
  });
  const problem =
    saving.error instanceof RangeError
      ? 'Choose a picture of 5 MB at most.'
      : saving.error && messageOf(saving.error);
  const change = (file: File | null) =>
    saving.mutate(file, { onSuccess: () => toast(file ? `${what} saved` : `${what} removed`) });
  return (
    <div className="flex items-center gap-4">
      {shown}
      <div className="min-w-0">
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            aria-label={what}
            tabIndex={-1}
            className="sr-only"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file) change(file);
              // So that the same file can be chosen again after a failure.
              currentTarget.value = '';
            }}
          />
          <Button busy={saving.isPending} onClick={() => input.current?.click()}>
            {chosen ? `Change ${what.toLowerCase()}` : `Add ${what.toLowerCase()}`}
          </Button>
          {chosen && (
            <Button variant="quiet" disabled={saving.isPending} onClick={() => change(null)}>
              Remove
            </Button>
          )}
        </div>
        {problem ? (
          <p role="alert" className="mt-1.5 text-sm text-bad-ink">
            {problem}
          </p>
        ) : (
          <p className="mt-1.5 text-sm text-faint">{help}</p>
        )}
      </div>
    </div>
  );
}
