import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Archive, ArchiveRestore, ArrowLeft, Pencil, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { ApiError, messageOf } from '@/api/errors';
import type { ClientOut } from '@/api/generated';
import { usePermission } from '@/api/session';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button, buttonClass, IconButton } from '@/components/ui/button';
import { Avatar, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { type TabItem, Tabs } from '@/components/ui/tabs';
import { useMedia } from '@/hooks/use-media';
import { usePageTitle } from '@/hooks/use-page-title';
import { toast, toastUndo } from '@/lib/toasts';
import { fullName, statusNames, statusTones } from './names';
import { Overview } from './overview';
import { archiveClient, clientQuery, keepClient, restoreClient } from './queries';

const EditClient = lazy(() => import('./edit-client').then((m) => ({ default: m.EditClient })));

const list = getRouteApi('/app/clients');
type Tab = 'overview' | 'program' | 'progress' | 'history' | 'privacy';

export interface ClientDetailProps {
  clientId: string;
  /** Parts of other features, which the route brings. */
  program?: ReactNode;
  progress?: ReactNode;
  history?: ReactNode;
  privacy?: ReactNode;
}

/** One client: beside the list on a wide screen, a page of its own on a smaller one. */
export function ClientDetail({ clientId, ...parts }: ClientDetailProps) {
  const client = useQuery(clientQuery(clientId));
  const beside = useMedia('(min-width: 1280px)');
  if (client.data) return <Detail client={client.data} {...parts} />;
  if (client.error instanceof ApiError && client.error.status === 404) {
    return (
      <EmptyState
        heading={beside ? 'h2' : 'h1'}
        title="This client is not here"
        text="They may belong to another trainer, or the address is wrong."
        action={
          <Link to="/app/clients" className={buttonClass()}>
            All clients
          </Link>
        }
      />
    );
  }
  if (client.error) {
    return <ErrorState error={client.error} onRetry={() => void client.refetch()} />;
  }
  return (
    <div aria-busy="true" className="flex flex-col gap-3">
      <span role="status" className="sr-only">
        Loading
      </span>
      <div className="flex items-center gap-3">
        <Skeleton className="size-14 rounded-full" />
        <Skeleton className="h-7 w-48" />
      </div>
      <Skeleton className="h-10" />
      <Skeleton className="h-32 rounded-card" />
      <Skeleton className="h-40 rounded-card" />
    </div>
  );
}

function useArchive(client: ClientOut) {
  const queries = useQueryClient();
  const failed = (error: unknown) => toast(messageOf(error), { tone: 'bad' });
  const restore = useMutation({
    mutationFn: () => restoreClient(client.id),
    onSuccess: (restored) => keepClient(queries, restored),
    onError: failed,
  });
  const archive = useMutation({
    mutationFn: () => archiveClient(client.id),
    onSuccess: (archived) => {
      // An open invitation ends with it for good: bringing the client back sends no second one.
      const withdrawn = client.access === 'invited';
      toastUndo(
        withdrawn
          ? `${fullName(client)} archived, and the invitation withdrawn. Undo does not send it again.`
          : `${fullName(client)} archived`,
        () => restore.mutate(),
      );
      return keepClient(queries, archived);
    },
    onError: failed,
  });
  return { archive, restore };
}

function Detail({
  client,
  program,
  progress,
  history,
  privacy,
}: { client: ClientOut } & Omit<ClientDetailProps, 'clientId'>) {
  const search = list.useSearch();
  const navigate = useNavigate();
  const beside = useMedia('(min-width: 1280px)');
  const [editing, setEditing] = useState(false);
  const mayEdit = usePermission('clients:update') !== null;
  const mayArchive = usePermission('clients:archive') !== null;
  const mayRestore = usePermission('clients:restore') !== null;
  const { archive, restore } = useArchive(client);
  const name = fullName(client);
  usePageTitle(name);
  const { tab: _tab, session: _session, ...filters } = search;
  const archived = client.status === 'archived';

  const tabs: TabItem<Tab>[] = [
    { value: 'overview', label: 'Overview', content: <Overview client={client} /> },
    ...(program ? [{ value: 'program' as const, label: 'Program', content: program }] : []),
    ...(progress ? [{ value: 'progress' as const, label: 'Progress', content: progress }] : []),
    ...(history ? [{ value: 'history' as const, label: 'History', content: history }] : []),
    ...(privacy ? [{ value: 'privacy' as const, label: 'Privacy', content: privacy }] : []),
  ];
  const tab = tabs.find((item) => item.value === search.tab)?.value ?? 'overview';
  // Beside the list the page has its h1 already.
  const Heading = beside ? 'h2' : 'h1';

  return (
    <article aria-label={name} className="flex min-w-0 flex-col gap-4">
      <header className="flex items-start gap-3">
        {!beside && (
          <Link
            to="/app/clients"
            search={filters}
            aria-label="Back to all clients"
            className={`${buttonClass('quiet')} w-9 px-0! touch:w-11`}
          >
            <ArrowLeft size={18} aria-hidden />
          </Link>
        )}
        <Avatar name={name} size="lg" />
        <div className="min-w-0 flex-1">
          <Heading className="text-title font-semibold wrap-anywhere">{name}</Heading>
          <p className="mt-0.5 flex flex-wrap items-center gap-2 wrap-anywhere text-soft">
            <Chip tone={statusTones[client.status]}>{statusNames[client.status]}</Chip>
            {client.trainer.name}
          </p>
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {mayEdit && !archived && (
            <IconButton label="Edit" onClick={() => setEditing(true)}>
              <Pencil size={17} aria-hidden />
            </IconButton>
          )}
          {mayArchive && !archived && (
            <IconButton label="Archive" onClick={() => archive.mutate()}>
              <Archive size={17} aria-hidden />
            </IconButton>
          )}
          {beside && (
            <IconButton
              label="Close"
              onClick={() => void navigate({ to: '/app/clients', search: filters })}
            >
              <X size={18} aria-hidden />
            </IconButton>
          )}
        </div>
      </header>
      {archived && (
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-fill px-3.5 py-2.5">
          <p>Archived. Their history is kept; they cannot log in.</p>
          {mayRestore && (
            <Button
              size="sm"
              icon={<ArchiveRestore size={15} aria-hidden />}
              busy={restore.isPending}
              onClick={() => restore.mutate()}
            >
              Restore
            </Button>
          )}
        </div>
      )}
      <Tabs
        label={`About ${name}`}
        tabs={tabs}
        value={tab}
        onValueChange={(next) =>
          void navigate({ to: '.', search: { ...filters, tab: next }, replace: true })
        }
      />
      {editing && (
        <Suspense fallback={null}>
          <EditClient client={client} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </article>
  );
}
