import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ExportOut } from '@/api/generated';
import { Page, PageHeader } from '@/components/layout/page';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { ConsentsCard } from './consents-card';
import { ErasureCard } from './erasure-card';
import { ExportRow } from './export-row';
import { OpeningsCard } from './openings-card';
import { eraseMine, exportMine, keepMine, mineQuery } from './queries';
import { tellFailure } from './words';

/** What one shares, who looked, and how to take or end it. Staff see what they agree to, and no more. */
export function MyPrivacyPage() {
  const { data, error, refetch } = useQuery(mineQuery);
  return (
    <Page className="max-w-3xl">
      <PageHeader
        title="Privacy"
        lead="Your data are yours: see who looks at them, take them with you, or have them erased."
      />
      <ConsentsCard />
      {data?.client_id ? (
        <>
          <OpeningsCard clientId={data.client_id} />
          <ExportsCard exports={data.exports} />
          <ErasureCard
            erasure={data.erasure}
            whose="your data"
            what="Your record, your programs and everything you trained; and your account, if you train nowhere else."
            onErase={eraseMine}
            onKeep={keepMine}
            mayKeep
          />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        !data && <Skeleton className="h-40 rounded-card" />
      )}
    </Page>
  );
}

function ExportsCard({ exports }: { exports: readonly ExportOut[] }) {
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: exportMine,
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['privacy', 'mine'] }),
  });
  const running = exports.some(({ state }) => state === 'running');
  return (
    <Card aria-label="Take your data with you">
      <CardHeader title="Take your data with you" />
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-soft">
          An archive of everything kept about you here, as files that programs can read. It can be
          fetched for seven days; you get a mail when it is ready.
        </p>
        {exports.length > 0 && (
          <ul>
            {exports.map((made) => (
              <ExportRow key={made.id} made={made} />
            ))}
          </ul>
        )}
        <Button
          className="self-start"
          busy={ask.isPending}
          disabled={running}
          onClick={() => ask.mutate()}
        >
          Make an archive
        </Button>
      </div>
    </Card>
  );
}
