import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ApiError, messageOf } from '@/api/errors';
import { usePermission, useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { EmptyState, ErrorState, OfflineNotice } from '@/components/states/states';
import { Timeline, type TimelineItem } from '@/components/timeline/timeline';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Skeleton } from '@/components/ui/skeleton';
import { useOnline } from '@/hooks/use-online';
import { toast } from '@/lib/toasts';
import { EntryDetail } from './entry-detail';
import { AuditFilters, useStaff } from './filters';
import { look } from './look';
import { auditQuery, type Entry, saveExport } from './queries';
import { useAuditSearch } from './use-audit-search';
import { doer, type Reader, target } from './wording';

/** Who did what, to what, and whose data it was. */
export function AuditPage() {
  const { time_zone: zone } = useSession().user;
  return (
    <Page className="max-w-5xl">
      <PageHeader
        title="Audit log"
        lead={`Who did what, the latest first. Nobody can change what stands here. Times are those of ${zone.replaceAll('_', ' ')}.`}
        actions={<ExportMenu />}
      />
      <AuditFilters />
      <Entries />
    </Page>
  );
}

function Entries() {
  const { user } = useSession();
  const { filter, filtered, backwards, clear } = useAuditSearch();
  const online = useOnline();
  const staff = useStaff();
  const reader = useMemo(
    () => ({
      names: new Map(staff.map(({ value, label }) => [value, label])),
      timeZone: user.time_zone,
    }),
    [staff, user.time_zone],
  );
  const list = useInfiniteQuery({ ...auditQuery(filter), enabled: !backwards });
  const items = useMemo(
    () =>
      (list.data?.pages.flatMap((page) => page.items) ?? []).map((entry) => itemOf(entry, reader)),
    [list.data, reader],
  );
  if (backwards) return null;
  if (list.isPending) return <EntriesSkeleton />;
  if (list.isError && !list.data) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (!items.length) {
    return (
      <EmptyState
        icon={<ScrollText size={22} />}
        title={filtered ? 'Nothing fits' : 'Nothing yet'}
        text={
          filtered
            ? 'No deed in the log matches these filters.'
            : 'What people do in the studio is written down here.'
        }
        action={filtered && <Button onClick={clear}>Show everything</Button>}
      />
    );
  }
  return (
    <>
      {!online && <OfflineNotice />}
      <Timeline label="Audit log" items={items} timeZone={user.time_zone} />
      {list.hasNextPage && (
        <Button
          busy={list.isFetchingNextPage}
          className="self-center"
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {list.isFetchNextPageError && (
        <p role="alert" className="text-center text-sm text-bad-ink">
          {messageOf(list.error)}
        </p>
      )}
    </>
  );
}

function itemOf(entry: Entry, reader: Reader): TimelineItem {
  const { icon: Icon, tone } = look(entry.action);
  const what = target(entry);
  return {
    id: entry.id,
    at: entry.at,
    icon: <Icon size={16} />,
    tone,
    title: (
      <>
        <span className="font-medium">{doer(entry)}</span> {entry.text}
        {what && (
          <>
            : <span className="font-medium">{what}</span>
          </>
        )}
      </>
    ),
    detail: <EntryDetail entry={entry} reader={reader} />,
  };
}

function ExportMenu() {
  const may = usePermission('audit:export') !== null;
  const { filter, backwards } = useAuditSearch();
  const [busy, setBusy] = useState(false);
  if (!may) return null;
  const save = async (format: 'csv' | 'json') => {
    setBusy(true);
    try {
      await saveExport(filter, format);
    } catch (error) {
      // Asked for and not given: the person has closed the question and knows.
      const refused = error instanceof ApiError && error.code === 'proof_required';
      if (!refused) toast(messageOf(error), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu
      trigger={
        <Button busy={busy} disabled={backwards} icon={<Download size={16} aria-hidden />}>
          Export
        </Button>
      }
    >
      <MenuItem onSelect={() => void save('csv')}>As a table (CSV)</MenuItem>
      <MenuItem onSelect={() => void save('json')}>As data (JSON)</MenuItem>
    </Menu>
  );
}

function EntriesSkeleton() {
  return (
    <div role="status" aria-label="Loading the audit log" className="flex flex-col gap-4">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className="flex items-center gap-3">
          <Skeleton className="size-8 rounded-full" />
          <Skeleton className="h-5 w-2/3" />
        </div>
      ))}
    </div>
  );
}
