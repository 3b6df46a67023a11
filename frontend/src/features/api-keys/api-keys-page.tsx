import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { ApiKeyOut } from '@/api/generated';
import { usePermission } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { EmptyState, ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Switch } from '@/components/ui/choice';
import { useConfirm } from '@/components/ui/confirm';
import { Card, CardHeader } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/lib/toasts';
import { KeyRow } from './key-row';
import { NewKeyDialog } from './new-key-dialog';
import { KEYS, keysQuery, revokeKey } from './queries';
import { RenameDialog } from './rename-dialog';
import { RotateDialog } from './rotate-dialog';
import { ShownOnce } from './shown-once';

type Open = { is: 'new' } | { is: 'rename' | 'rotate'; of: ApiKeyOut } | { is: 'key'; key: string };

/** /app/settings/api-keys: what integrators' programs sign in with. */
export function ApiKeysPage() {
  const [open, setOpen] = useState<Open | null>(null);
  const mayMake = usePermission('api_keys:create') !== null;
  const queries = useQueryClient();
  const reload = () => queries.invalidateQueries({ queryKey: KEYS });
  const close = () => setOpen(null);
  const show = (key: string) => {
    setOpen({ is: 'key', key });
    void reload();
  };
  return (
    <Page className="max-w-3xl">
      <PageHeader
        title="API keys"
        lead={
          <>
            For programs of yours, such as a booking site.{' '}
            <a href="/api/docs#api-keys" target="_blank" rel="noreferrer" className="underline">
              How to use them
            </a>
          </>
        }
        actions={
          mayMake && (
            <Button variant="primary" onClick={() => setOpen({ is: 'new' })}>
              <Plus size={16} aria-hidden />
              New key
            </Button>
          )
        }
      />
      <KeyList
        onRename={(of) => setOpen({ is: 'rename', of })}
        onRotate={(of) => setOpen({ is: 'rotate', of })}
        onRevoked={reload}
      />
      {open?.is === 'new' && <NewKeyDialog onClose={close} onMade={show} />}
      {open?.is === 'rotate' && <RotateDialog of={open.of} onClose={close} onMade={show} />}
      {open?.is === 'rename' && (
        <RenameDialog
          of={open.of}
          onClose={close}
          onDone={() => {
            close();
            void reload();
          }}
        />
      )}
      {open?.is === 'key' && <ShownOnce value={open.key} onDone={close} />}
    </Page>
  );
}

interface KeyListProps {
  onRename: (row: ApiKeyOut) => void;
  onRotate: (row: ApiKeyOut) => void;
  onRevoked: () => Promise<unknown>;
}

function KeyList({ onRename, onRotate, onRevoked }: KeyListProps) {
  const [ended, setEnded] = useState(false);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    keysQuery(ended),
  );
  const { confirm, confirmDialog } = useConfirm();
  const revoke = async (row: ApiKeyOut) => {
    const yes = await confirm({
      title: `Revoke “${row.name}”?`,
      text: 'Programs that use it are refused within a second. This cannot be taken back.',
      action: 'Revoke',
      danger: true,
    });
    if (!yes) return;
    try {
      await revokeKey(row.id);
      toast(`“${row.name}” is revoked.`, { tone: 'good' });
    } catch (problem) {
      toast(messageOf(problem), { tone: 'bad' });
    }
    await onRevoked();
  };
  const rows = data?.pages.flatMap((page) => page.items);
  return (
    <Card aria-label="API keys">
      <CardHeader title="Keys">
        <Switch label="Show ended" checked={ended} onCheckedChange={setEnded} />
      </CardHeader>
      {rows ? (
        rows.length > 0 ? (
          <ul>
            {rows.map((row) => (
              <KeyRow
                key={row.id}
                row={row}
                onRename={() => onRename(row)}
                onRotate={() => onRotate(row)}
                onRevoke={() => void revoke(row)}
              />
            ))}
          </ul>
        ) : (
          <EmptyState
            icon={<KeyRound size={22} />}
            title="No API keys"
            text="Make one for a program that should read or change what is in Stoke."
          />
        )
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mx-4 mb-4 h-24" />
      )}
      {hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      {confirmDialog}
    </Card>
  );
}
