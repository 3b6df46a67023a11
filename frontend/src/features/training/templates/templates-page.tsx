import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ClipboardList, Plus, Search } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { TemplateRow } from '@/api/generated';
import { usePermission } from '@/api/session';
import { DataTable } from '@/components/data-table/data-table';
import { Page, PageHeader } from '@/components/layout/page';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useCommands } from '@/lib/commands';
import { plural } from '@/lib/numbers';
import { defined } from '@/lib/search';
import { ListFoot } from '../list-foot';
import { ListSkeleton } from '../list-skeleton';
import { TrainingNav } from '../training-nav';
import { useSearchText } from '../use-search-text';
import { templatesQuery } from './queries';
import { templateColumns } from './template-columns';
import { useTemplateActions } from './use-template-actions';

const CreateDialog = lazy(() =>
  import('./create-dialog').then((m) => ({ default: m.CreateDialog })),
);
const AssignDialog = lazy(() =>
  import('../assign/assign-dialog').then((m) => ({ default: m.AssignDialog })),
);

const sorts = [
  { value: '-updated', label: 'Last changed' },
  { value: '-created', label: 'Newest' },
  { value: 'name', label: 'Name' },
] as const;

/** The organization's program templates. */
export function TemplatesPage() {
  const filter = useSearch({ from: '/app/training/templates' });
  const navigate = useNavigate({ from: '/app/training/templates' });
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'create' | TemplateRow | null>(null);
  const mayCreate = usePermission('templates:create') !== null;
  const mayAssign = usePermission('programs:assign') !== null;
  const mayCopy = usePermission('templates:copy') !== null;
  const mayArchive = usePermission('templates:archive') !== null;
  const mayRestore = usePermission('templates:restore') !== null;
  const list = useInfiniteQuery(templatesQuery(filter));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [text, setText] = useSearchText(filter.q, (q) => {
    void navigate({ search: (now) => defined({ ...now, q }), replace: true });
  });
  const open = ({ id }: TemplateRow) =>
    void navigate({ to: '/app/training/templates/$templateId', params: { templateId: id } });
  const actions = useTemplateActions(() =>
    client.invalidateQueries({ queryKey: ['templates', 'list'] }),
  );
  const columns = useMemo(
    () =>
      templateColumns({
        assign: mayAssign ? setDialog : null,
        copy: mayCopy ? actions.copy : null,
        archive: mayArchive ? actions.archive : null,
        restore: mayRestore ? actions.restore : null,
      }),
    [actions, mayAssign, mayCopy, mayArchive, mayRestore],
  );
  useCommands(
    useMemo(
      () =>
        mayCreate
          ? [
              {
                id: 'template:new',
                label: 'New template',
                group: 'Actions',
                keys: 'n',
                run: () => setDialog('create'),
              },
            ]
          : [],
      [mayCreate],
    ),
  );

  const newButton = mayCreate && (
    <Button
      variant="primary"
      icon={<Plus size={16} aria-hidden />}
      onClick={() => setDialog('create')}
    >
      New template
    </Button>
  );

  return (
    <Page className="h-[calc(100dvh-172px)] min-h-96 lg:h-[calc(100dvh-106px)]">
      <PageHeader title="Templates" actions={newButton} />
      <TrainingNav />
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-full flex-1 sm:min-w-48 sm:max-w-80">
          <Input
            type="search"
            aria-label="Search templates"
            placeholder="Search templates"
            leading={<Search size={16} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="w-40">
          <Select
            aria-label="Sort"
            options={sorts}
            value={filter.sort ?? '-updated'}
            onValueChange={(sort) => void navigate({ search: (now) => ({ ...now, sort }) })}
          />
        </div>
        <div className="w-32">
          <Select
            aria-label="Show"
            options={[
              { value: 'current', label: 'In use' },
              { value: 'archived', label: 'Archived' },
            ]}
            value={filter.archived ? 'archived' : 'current'}
            onValueChange={(shown) =>
              void navigate({
                search: ({ archived: _archived, ...now }) =>
                  shown === 'archived' ? { ...now, archived: true } : now,
              })
            }
          />
        </div>
        <p role="status" className="ml-auto text-soft tabular-nums">
          {list.data &&
            (list.hasNextPage ? `${rows.length}+ templates` : plural(rows.length, 'template'))}
        </p>
      </div>
      {list.isPending && <ListSkeleton label="Loading templates" />}
      {list.isError && rows.length === 0 && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && rows.length === 0 && (
        <NoTemplates searched={filter.q} archived={filter.archived === true} action={newButton} />
      )}
      {rows.length > 0 && (
        <DataTable
          label="Templates"
          columns={columns}
          columnChoice={false}
          rows={rows}
          nameOf={(row) => row.name}
          onOpen={open}
          onEndReached={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
          footer={
            <ListFoot
              loading={list.isFetchingNextPage}
              error={list.isFetchNextPageError ? list.error : null}
              onRetry={() => void list.fetchNextPage()}
            />
          }
        />
      )}
      <Suspense fallback={null}>
        {dialog === 'create' && <CreateDialog onClose={() => setDialog(null)} />}
        {dialog && dialog !== 'create' && (
          <AssignDialog templateId={dialog.id} onClose={() => setDialog(null)} />
        )}
      </Suspense>
    </Page>
  );
}

interface NoTemplatesProps {
  searched: string | undefined;
  archived: boolean;
  action: React.ReactNode;
}

function NoTemplates({ searched, archived, action }: NoTemplatesProps) {
  if (searched)
    return <EmptyState icon={<Search size={22} />} title={`Nothing found for “${searched}”`} />;
  if (archived)
    return <EmptyState icon={<ClipboardList size={22} />} title="Nothing is archived" />;
  return (
    <EmptyState
      icon={<ClipboardList size={22} />}
      title="Your first program"
      text="Build it once out of phases and weeks, then give it to as many clients as you like."
      action={action}
    />
  );
}
