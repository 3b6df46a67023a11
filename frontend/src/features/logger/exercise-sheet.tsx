import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { ErrorState } from '@/components/states/states';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Skeleton } from '@/components/ui/skeleton';
import { useDebounced } from '@/hooks/use-debounced';
import { exerciseSearchQuery, lastTimeQuery, substitutesQuery } from '@/lib/workouts/queries';
import type { ExerciseRow, LastTime } from '@/lib/workouts/types';
import type { ChosenExercise } from './build';

/** Longer than this, an exercise is added without last time's numbers. */
const PATIENCE_MS = 2_500;

export interface ExerciseSheetProps {
  clientId: string;
  title: string;
  /** The exercise to find a substitute for. */
  instead?: string;
  onChoose: (chosen: ChosenExercise, last: LastTime | null) => void;
  onClose: () => void;
}

const words = (value: string) => value.replaceAll('_', ' ');

/** Chooses an exercise: what fits in its place first, then all by search. */
export function ExerciseSheet({ clientId, title, instead, onChoose, onClose }: ExerciseSheetProps) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState<string | null>(null);
  const query = useDebounced(text.trim());
  const client = useQueryClient();
  const substitutes = useQuery({
    ...substitutesQuery(instead ?? ''),
    enabled: instead !== undefined && query === '',
  });
  const search = useQuery({
    ...exerciseSearchQuery(query),
    enabled: instead === undefined || query !== '',
  });
  const list = instead !== undefined && query === '' ? substitutes : search;
  const items = (list.data?.items ?? []).filter((item) => item.id !== instead);

  const choose = async (row: ExerciseRow) => {
    setBusy(row.id);
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
    const found = client.fetchQuery({ ...lastTimeQuery(clientId, row.id), retry: false });
    const last = await Promise.race([found.catch(() => null), late]);
    onChoose(row, last?.last_time ?? null);
    onClose();
  };

  return (
    <ResponsiveDialog open onOpenChange={onClose} title={title}>
      <Input
        type="search"
        aria-label="Search exercises"
        placeholder="Search exercises"
        leading={<Search size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {instead !== undefined && query === '' && items.length > 0 && (
        <p className="pt-4 pb-1 text-sm font-medium text-faint">Trains the same</p>
      )}
      <div className="min-h-72 pt-2" aria-busy={list.isPending}>
        {list.isPending &&
          ['a', 'b', 'c', 'd'].map((key) => (
            <Skeleton key={key} className="mb-2 h-14 w-full rounded-control" />
          ))}
        {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && (
          <p className="px-3 py-6 text-center text-soft">
            {query ? `Nothing found for “${query}”.` : 'No substitute is known. Search for one.'}
          </p>
        )}
        <ul>
          {items.map((row) => (
            <li key={row.id}>
              <button
                type="button"
                disabled={busy !== null}
                onClick={() => void choose(row)}
                className="flex min-h-14 w-full flex-col justify-center rounded-control px-3 py-2 text-left hover:bg-fill disabled:opacity-50"
              >
                <span className="font-medium">{row.name}</span>
                <span className="text-sm text-faint">
                  {[...row.primary_muscles, ...row.equipment].map(words).join(', ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </ResponsiveDialog>
  );
}
