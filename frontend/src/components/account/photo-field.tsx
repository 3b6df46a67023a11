import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { messageOf } from '@/api/errors';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { toast } from '@/lib/toasts';
import { PersonAvatar } from './photo';
import { deletePhoto, setPhoto } from './requests';

const MAX_BYTES = 5_000_000;

/** One's photo: choose, replace, take away. */
export function PhotoField() {
  const { user } = useSession();
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation({
    mutationFn: (file: File | null) => {
      if (file && file.size > MAX_BYTES) throw new RangeError('too large');
      return file ? setPhoto(file) : deletePhoto();
    },
  });
  const problem =
    save.error instanceof RangeError
      ? 'Choose a picture of 5 MB at most.'
      : save.error && messageOf(save.error);
  const change = (file: File | null) =>
    save.mutate(file, { onSuccess: () => toast(file ? 'Photo saved' : 'Photo removed') });
  return (
    <div className="flex items-center gap-4">
      <PersonAvatar name={user.name} photoUrl={user.photo_url ?? null} size="lg" />
      <div className="min-w-0">
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            aria-label="Photo"
            tabIndex={-1}
            className="sr-only"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file) change(file);
              // So that the same file can be chosen again after a failure.
              currentTarget.value = '';
            }}
          />
          <Button busy={save.isPending} onClick={() => input.current?.click()}>
            {user.photo_url ? 'Change photo' : 'Add photo'}
          </Button>
          {user.photo_url && (
            <Button variant="quiet" disabled={save.isPending} onClick={() => change(null)}>
              Remove
            </Button>
          )}
        </div>
        {problem ? (
          <p role="alert" className="mt-1.5 text-sm text-bad-ink">
            {problem}
          </p>
        ) : (
          <p className="mt-1.5 text-sm text-faint">
            JPEG, PNG or WebP. Place and camera are removed.
          </p>
        )}
      </div>
    </div>
  );
}
