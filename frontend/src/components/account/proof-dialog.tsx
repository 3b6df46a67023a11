import { useQuery } from '@tanstack/react-query';
import type {
  AskPasskeyProofData,
  AskPasskeyProofResponses,
  GetProofWaysData,
  GetProofWaysResponses,
  ProveData,
  ProveResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { signOut, useSession } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Skeleton } from '@/components/ui/skeleton';
import { showPasskey } from '@/lib/passkeys';
import { ProofForm } from './proof-form';

async function askPasskey() {
  const { ticket, options } = await api.post<AskPasskeyProofData, AskPasskeyProofResponses>(
    '/api/auth/prove/passkey',
  );
  return { ticket, passkey: await showPasskey(options) };
}

/** Over the open page, before something that asks for it; what was begun goes on by itself. */
export function ProofDialog({ onClose }: { onClose: (proved: boolean) => void }) {
  const { user } = useSession();
  const ways = useQuery({
    queryKey: ['proof-ways'],
    queryFn: ({ signal }) =>
      api.get<GetProofWaysData, GetProofWaysResponses>('/api/auth/prove', { signal }),
    gcTime: 0,
  });
  return (
    <ResponsiveDialog
      open
      onOpenChange={() => onClose(false)}
      title="Is it you?"
      description="This changes what protects something important. Prove that it is you to go on."
    >
      {ways.error && <ErrorState error={ways.error} onRetry={() => void ways.refetch()} />}
      {ways.isPending && <Skeleton className="h-24" />}
      {ways.data?.methods.length === 0 && (
        <div className="flex flex-col items-start gap-4">
          <p className="text-soft">Log out and in again, and then repeat what you were doing.</p>
          <Button onClick={() => void signOut()}>Log out</Button>
        </div>
      )}
      {ways.data && ways.data.methods.length > 0 && (
        <ProofForm
          methods={ways.data.methods}
          email={user.email}
          askPasskey={askPasskey}
          onProof={async (body) => {
            await api.post<ProveData, ProveResponses>('/api/auth/prove', { body });
            onClose(true);
          }}
        />
      )}
    </ResponsiveDialog>
  );
}
