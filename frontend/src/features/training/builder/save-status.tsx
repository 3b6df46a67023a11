import { CloudOff, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { momentInWords } from '@/lib/dates';
import type { SaveState } from './autosave';
import { useBuilder, useStoreState } from './builder-context';

/** Moves "a moment ago" on while the page stands open. */
function useSavedText(savedAt: string): string {
  const { user } = useSession();
  const [now, setNow] = useState(() => new Date());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new save starts the clock anew
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, [savedAt]);
  const at = new Date(savedAt);
  if (now.getTime() - at.getTime() < 60_000) return 'Saved a moment ago';
  return `Saved ${momentInWords(at, now, user.time_zone)}`;
}

function textOf(save: SaveState, saved: string): string {
  switch (save.kind) {
    case 'saved':
      return saved;
    case 'waiting':
    case 'saving':
      return 'Saving…';
    case 'offline':
      return 'Not saved: offline, will retry';
    case 'failing':
      return 'Not saved: Stoke has trouble, will retry';
    case 'refused':
      return `Not saved: ${save.message}`;
    case 'conflict':
      return 'Not saved: changed elsewhere';
  }
}

/** Whether what stands here is safe, always in view. */
export function SaveStatus() {
  const { store } = useBuilder();
  const { save } = useStoreState(store);
  const text = textOf(save, useSavedText(store.autosave.saved.updatedAt));
  const bad = !['saved', 'waiting', 'saving'].includes(save.kind);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span
        role="status"
        title={text}
        className={bad ? 'flex min-w-0 items-center gap-1.5 text-warn' : 'truncate text-faint'}
      >
        {save.kind === 'offline' && <CloudOff size={15} aria-hidden className="shrink-0" />}
        {(save.kind === 'refused' || save.kind === 'failing') && (
          <TriangleAlert size={15} aria-hidden className="shrink-0" />
        )}
        <span className="truncate">{text}</span>
      </span>
      {save.kind === 'conflict' && (
        <Button size="sm" variant="quiet" onClick={() => store.autosave.meet(save.theirs)}>
          Decide
        </Button>
      )}
      {(save.kind === 'offline' || save.kind === 'failing' || save.kind === 'refused') && (
        <Button size="sm" variant="quiet" onClick={() => void store.autosave.flush()}>
          Try now
        </Button>
      )}
    </span>
  );
}
