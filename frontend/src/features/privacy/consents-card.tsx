import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { ConsentOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { consentsQuery, decide } from '@/components/account/consents';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { MomentText } from '@/components/ui/date-text';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { Decisions } from './decisions';
import { historyQuery } from './queries';
import { tellFailure } from './words';

/** What one consents to. Sharing holds until it is withdrawn; everything else only once it was given. */
export function ConsentsCard() {
  const { data, error, refetch } = useQuery(consentsQuery);
  return (
    <Card aria-label="What you agree to">
      <CardHeader title="What you agree to" />
      {data ? (
        <ul>
          {data.items.map((item) => (
            <Consent key={item.kind} item={item} />
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="flex flex-col gap-3 px-4 pb-4">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      )}
      <History />
    </Card>
  );
}

/** What one decided before, with its proof: asked for only when somebody wants to see it. */
function History() {
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({ ...historyQuery, enabled: open });
  return (
    <div className="border-t border-line px-4 py-2">
      <Button
        size="sm"
        variant="quiet"
        className="-ml-2.5"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide what you decided' : 'Show what you decided, and when'}
      </Button>
      {open && data && data.items.length > 0 && <Decisions rows={data.items} />}
      {open && data?.items.length === 0 && (
        <p className="py-2 text-soft">You have decided nothing yet.</p>
      )}
      {open && !data && !error && <Skeleton className="my-2 h-16" />}
      {open && error && (
        <p role="alert" className="py-2 text-sm text-bad-ink">
          {messageOf(error)}
        </p>
      )}
    </div>
  );
}

function Consent({ item }: { item: ConsentOut }) {
  const { time_zone: timeZone } = useSession().user;
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const change = useMutation({
    mutationFn: (given: boolean) => decide(item.kind, item.version, given),
    onSettled: () => queries.invalidateQueries({ queryKey: ['privacy'] }),
    onError: tellFailure,
  });
  const outdated = item.decision === 'given' && item.decided_version !== item.version;
  const holds = item.decision === 'given' || (item.decision === null && item.data_class !== null);
  return (
    <li className="flex flex-col gap-2 border-t border-line px-4 py-3 first:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            {item.title}
            <State item={item} outdated={outdated} />
          </h3>
          {item.decided_at && (
            <p className="text-sm text-soft">
              {item.decision === 'given' ? 'Agreed' : 'Withdrawn'}{' '}
              <MomentText at={item.decided_at} timeZone={timeZone} />
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            variant="quiet"
            aria-expanded={open}
            aria-label={`${open ? 'Hide' : 'Read'}: ${item.title}`}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide' : 'Read'}
          </Button>
          {holds && !outdated ? (
            !item.needed && (
              <Button
                size="sm"
                busy={change.isPending}
                aria-label={`Withdraw: ${item.title}`}
                onClick={() => change.mutate(false)}
              >
                Withdraw
              </Button>
            )
          ) : (
            <Button
              size="sm"
              // What is free to choose is not pressed for.
              variant={item.needed ? 'primary' : 'outline'}
              busy={change.isPending}
              aria-label={`Agree: ${item.title}`}
              onClick={() => change.mutate(true)}
            >
              Agree
            </Button>
          )}
        </div>
      </div>
      {open && <p className="text-soft">{item.text}</p>}
    </li>
  );
}

function State({ item, outdated }: { item: ConsentOut; outdated: boolean }) {
  if (outdated) return <Chip tone="warn">The text has changed</Chip>;
  if (item.decision === 'given') return <Chip tone="good">Agreed</Chip>;
  if (item.decision === 'withdrawn') {
    return <Chip tone="neutral">{item.data_class ? 'Not shared' : 'Withdrawn'}</Chip>;
  }
  if (item.needed) return <Chip tone="warn">Not accepted yet</Chip>;
  return <Chip tone="neutral">{item.data_class ? 'Shared' : 'Not chosen'}</Chip>;
}
