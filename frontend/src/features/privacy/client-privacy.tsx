import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { ClientPrivacy as Privacy } from '@/api/generated';
import { usePermission } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { Decisions as DecisionRows } from './decisions';
import { ErasureCard } from './erasure-card';
import { ExportRow } from './export-row';
import { OpeningsCard } from './openings-card';
import { clientPrivacyQuery, eraseClient, exportOf, exportsQuery, keepClient } from './queries';
import { tellFailure } from './words';

/** A client's privacy, as far as one's role answers for it. */
export function ClientPrivacy({ clientId, name }: { clientId: string; name: string }) {
  const maySee = usePermission('privacy:read') !== null;
  const mayOpenings = usePermission('privacy:openings') !== null;
  const mayExport = usePermission('privacy:export') !== null;
  return (
    <div className="flex flex-col gap-4">
      {maySee && <Erasure clientId={clientId} name={name} waiting />}
      {maySee && <Decisions clientId={clientId} />}
      {mayExport && <ExportCard clientId={clientId} />}
      {maySee && <Erasure clientId={clientId} name={name} waiting={false} />}
      {mayOpenings && <OpeningsCard clientId={clientId} />}
    </div>
  );
}

function Decisions({ clientId }: { clientId: string }) {
  const { data, error, refetch } = useQuery(clientPrivacyQuery(clientId));
  if (data) return <DecisionsCard decisions={data.decisions} undecided={data.undecided} />;
  return error ? (
    <ErrorState error={error} onRetry={() => void refetch()} />
  ) : (
    <Skeleton className="h-40 rounded-card" />
  );
}

interface ErasureProps {
  clientId: string;
  name: string;
  waiting: boolean;
}

/** One that waits comes before everything else; the button for one comes after what takes nothing away. */
function Erasure({ clientId, name, waiting }: ErasureProps) {
  const mayErase = usePermission('privacy:erase') !== null;
  const { data } = useQuery(clientPrivacyQuery(clientId));
  if (!data || (data.erasure !== null) !== waiting || !(mayErase || waiting)) return null;
  return (
    <ErasureCard
      erasure={data.erasure}
      whose={`${name}’s data`}
      what="The record, programs and everything trained go; what was done by whom stays in the audit log, without the person."
      onErase={() => eraseClient(clientId)}
      onKeep={() => keepClient(clientId)}
      mayKeep={mayErase && data.erasure?.by_themselves !== true}
    />
  );
}

function DecisionsCard({ decisions, undecided }: Pick<Privacy, 'decisions' | 'undecided'>) {
  return (
    <Card aria-label="Consents">
      <CardHeader title="Consents" />
      <div className="px-4 pb-4">
        {undecided.length > 0 && (
          <p className="mb-2 flex flex-wrap items-center gap-2">
            <Chip tone="warn">Yet to decide</Chip> {undecided.join(', ')}
          </p>
        )}
        {decisions.length === 0 ? (
          <p className="text-soft">The client has decided nothing yet.</p>
        ) : (
          <DecisionRows rows={decisions} />
        )}
      </div>
    </Card>
  );
}

/** Archives ask for a recent proof, so they are looked up when somebody wants them and not before. */
function ExportCard({ clientId }: { clientId: string }) {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(false);
  const { data, error } = useQuery({ ...exportsQuery(clientId), enabled: wanted });
  const ask = useMutation({
    mutationFn: () => exportOf(clientId),
    onSuccess: () => setWanted(true),
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['privacy'] }),
  });
  return (
    <Card aria-label="Export">
      <CardHeader title="Export" />
      <div className="flex flex-wrap items-center justify-between gap-3 px-4 pb-4">
        <p className="min-w-0 flex-1 basis-64 text-soft">
          An archive of what is kept about the client, without what they do not share or your role
          does not see.
        </p>
        {!wanted && (
          <Button variant="quiet" onClick={() => setWanted(true)}>
            Show archives
          </Button>
        )}
        <Button busy={ask.isPending} onClick={() => ask.mutate()}>
          Make an archive
        </Button>
      </div>
      {wanted && data && (
        <ul className="px-4 pb-2">
          {data.items.map((made) => (
            <ExportRow key={made.id} made={made} />
          ))}
          {data.items.length === 0 && <li className="pb-2 text-soft">You made none yet.</li>}
        </ul>
      )}
      {wanted && error && (
        <p role="alert" className="px-4 pb-4 text-sm text-bad-ink">
          {messageOf(error)}
        </p>
      )}
    </Card>
  );
}
