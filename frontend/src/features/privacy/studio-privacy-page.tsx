import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErasureOut, ExportOut } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { DateText, MomentText, todayIn } from '@/components/ui/date-text';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { localDate } from '@/lib/dates';
import { ConsentsCard } from './consents-card';
import { requestsQuery, undecidedQuery } from './queries';
import { RetentionCard } from './retention-card';
import { askedNames } from './words';

/** What the studio answers for: requests about people's data, and how long data stay. */
export function StudioPrivacyPage() {
  const maySee = usePermission('privacy:read') !== null;
  const mayRules = usePermission('retention:read') !== null;
  return (
    <Page className="max-w-3xl">
      <PageHeader
        title="Privacy"
        lead="What you agree to, what people ask for, and how long data are kept."
      />
      <ConsentsCard />
      {maySee && <Undecided />}
      {maySee && <Requests />}
      {mayRules && <RetentionCard />}
    </Page>
  );
}

function Requests() {
  const { data, error, refetch } = useQuery(requestsQuery);
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-40 rounded-card" />
    );
  }
  return (
    <>
      <Card aria-label="Erasures that wait">
        <CardHeader title="Erasures that wait" />
        {data.erasures.length ? (
          <ul className="px-4 pb-2">
            {data.erasures.map((erasure) => (
              <Erasure key={erasure.id} erasure={erasure} />
            ))}
          </ul>
        ) : (
          <p className="px-4 pb-4 text-soft">Nobody’s data wait to be erased.</p>
        )}
      </Card>
      <Card aria-label="Exports by staff">
        <CardHeader title="Exports by staff" />
        {data.exports.length ? (
          <ul className="px-4 pb-2">
            {data.exports.map((made) => (
              <Export key={made.id} made={made} />
            ))}
          </ul>
        ) : (
          <p className="px-4 pb-4 text-soft">Nobody exported a client’s data.</p>
        )}
      </Card>
    </>
  );
}

/** So many names before one asks for all: the page's other parts stay within reach. */
const FIRST = 5;

/** Who was asked and has not decided on the texts as they stand now. */
function Undecided() {
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useQuery(undecidedQuery);
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-24 rounded-card" />
    );
  }
  return (
    <Card aria-label="Yet to decide">
      <CardHeader title="Yet to decide" />
      {data.items.length ? (
        <ul className="px-4 pb-2">
          {data.items.slice(0, all ? undefined : FIRST).map(({ member_id: id, name, kinds }) => (
            <li key={id} className={row}>
              <span className="font-medium">{name}</span>
              <span className="text-sm text-soft">
                {kinds.map((kind) => askedNames[kind] ?? kind).join(', ')}
              </span>
            </li>
          ))}
          {!all && data.items.length > FIRST && (
            <li className={row}>
              <Button size="sm" onClick={() => setAll(true)}>
                Show all {data.count}
              </Button>
            </li>
          )}
          {all && data.count > data.items.length && (
            <li className={row}>and {data.count - data.items.length} more</li>
          )}
        </ul>
      ) : (
        <p className="px-4 pb-4 text-soft">Everybody has decided on what they are asked for.</p>
      )}
    </Card>
  );
}

const row =
  'flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-t border-line py-2.5 first:border-t-0';

function Person({ id, name }: { id: string; name: string }) {
  return (
    <Link
      to="/app/clients/$clientId"
      params={{ clientId: id }}
      search={{ tab: 'privacy' }}
      className="font-medium underline-offset-4 hover:underline"
    >
      {name}
    </Link>
  );
}

function Erasure({ erasure }: { erasure: ErasureOut }) {
  const { time_zone: timeZone } = useSession().user;
  return (
    <li className={row}>
      <span className="flex flex-wrap items-center gap-2">
        <Person id={erasure.client_id} name={erasure.client_name} />
        <Chip>{erasure.by_themselves ? 'Asked by the client' : 'Asked by staff'}</Chip>
      </span>
      <span className="text-sm text-soft">
        <DateText date={localDate(new Date(erasure.due_at), timeZone)} today={todayIn(timeZone)} />
      </span>
    </li>
  );
}

function Export({ made }: { made: ExportOut }) {
  const { time_zone: timeZone } = useSession().user;
  return (
    <li className={row}>
      <span className="flex flex-wrap items-center gap-2">
        <Person id={made.client_id} name={made.client_name} />
        {made.state === 'running' && <Chip tone="info">Being made</Chip>}
        {made.state === 'ready' && <Chip tone="good">Ready</Chip>}
      </span>
      <span className="text-sm text-soft">
        <MomentText at={made.created_at} timeZone={timeZone} />
      </span>
    </li>
  );
}
