import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { messageOf } from '@/api/errors';
import { useSession } from '@/api/session';
import { StudioLogo } from '@/components/account/studio-logo';
import { Button } from '@/components/ui/button';
import { toast } from '@/lib/toasts';
import { deleteLogo, setLogo, showOrganization } from './studio-requests';

const MAX_BYTES = 5_000_000;

/** The studio's logo: choose, replace, take away. */
export function LogoField() {
  const { organization } = useSession();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation({
    mutationFn: async (file: File | null) => {
      if (file && file.size > MAX_BYTES) throw new RangeError('too large');
      const saved = file ? await setLogo(file) : await deleteLogo();
      showOrganization(queries, { logo_url: saved?.logo_url ?? null });
    },
  });
  const problem =
    save.error instanceof RangeError
      ? 'Choose a picture of 5 MB at most.'
      : save.error && messageOf(save.error);
  const change = (file: File | null) =>
    save.mutate(file, { onSuccess: () => toast(file ? 'Logo saved' : 'Logo removed') });
  return (
    <div className="flex items-center gap-4">
      <StudioLogo name={organization.name} logoUrl={organization.logo_url} size="lg" />
      <div className="min-w-0">
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            aria-label="Logo"
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
            {organization.logo_url ? 'Change logo' : 'Add logo'}
          </Button>
          {organization.logo_url && (
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
          <p className="mt-1.5 text-sm text-faint">JPEG, PNG or WebP, best square. It is public.</p>
        )}
      </div>
    </div>
  );
}
