import { useQueries, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { TemplateOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { CommandLayer } from '@/components/layout/command-layer';
import { ErrorState } from '@/components/states/states';
import { Skeleton } from '@/components/ui/skeleton';
import { useWide } from '@/hooks/use-media';
import { usePageTitle } from '@/hooks/use-page-title';
import { toast } from '@/lib/toasts';
import { exerciseIds, findWeek, numberedWeeks } from '../document/walk';
import { exerciseQuery } from '../exercises/queries';
import { templateQuery } from '../templates/queries';
import { BuilderScope, useSpoken, useStoreState } from './builder-context';
import { ConflictDialog } from './conflict-dialog';
import { DialogScope } from './dialogs/dialogs';
import { ExerciseBook } from './exercise-book';
import { openBuilder, useSaving } from './open-builder';
import { PhoneBuilder } from './phone-builder';
import { type Selection, valid } from './selection';
import type { BuilderStore } from './store';
import { Toolbar } from './toolbar';
import { useShortcuts } from './use-shortcuts';
import { WideBuilder } from './wide-builder';

/** The program builder: loads the template, then edits it on its own until it is left. */
export function BuilderPage() {
  const { templateId } = useParams({ from: '/app/training/templates/$templateId' });
  // What is edited must be the newest; while it is edited, the store is ahead of any answer.
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    ...templateQuery(templateId),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (data && isFetchedAfterMount) return <LoadedBuilder key={templateId} template={data} />;
  return (
    <div className="flex h-dvh flex-col">
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <BuilderSkeleton />}
    </div>
  );
}

function LoadedBuilder({ template }: { template: TemplateOut }) {
  const { user } = useSession();
  const [store] = useState(() => openBuilder(template, user.id));
  const [book] = useState(() => new ExerciseBook(template.exercises));
  useSaving(store);
  return (
    <CommandLayer>
      <Builder templateId={template.id} store={store} book={book} />
    </CommandLayer>
  );
}

interface BuilderProps {
  templateId: string;
  store: BuilderStore;
  book: ExerciseBook;
}

export function Builder({ templateId, store, book }: BuilderProps) {
  const wide = useWide();
  const { content } = useStoreState(store);
  const { document } = content;
  const [chosenWeek, setWeekId] = useState<string | null>(null);
  const [chosen, select] = useState<Selection | null>(null);
  const [wanted, setWanted] = useState<Selection | null>(null);
  usePageTitle(content.name);
  useUnknownExercises(store, book);

  const weekId =
    (chosenWeek && findWeek(document, chosenWeek)?.week.id) ??
    numberedWeeks(document)[0]?.week.id ??
    '';
  const selection = valid(document, chosen);
  const builder = {
    store,
    book,
    weekId,
    setWeekId: (id: string) => {
      setWeekId(id);
      select(null);
    },
    selection,
    select,
    focus: setWanted,
  };
  useShortcuts(builder);

  // After the edit is on the page: a moved card is another element in another column.
  useEffect(() => {
    if (!wanted) return;
    globalThis.document
      .querySelector<HTMLElement>(`[data-part="${wanted.kind}:${wanted.id}"]`)
      ?.focus();
    select(wanted);
    setWanted(null);
  }, [wanted]);

  useEffect(() => store.onSay((text, refused) => refused && toast(text, { tone: 'bad' })), [store]);

  return (
    <BuilderScope value={builder}>
      <DialogScope templateId={templateId}>
        <div className="flex h-dvh flex-col">
          <Toolbar />
          {wide ? <WideBuilder /> : <PhoneBuilder />}
        </div>
        <ConflictDialog />
        <Spoken store={store} />
      </DialogScope>
    </BuilderScope>
  );
}

function Spoken({ store }: { store: BuilderStore }) {
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {useSpoken(store)}
    </p>
  );
}

/** Names of exercises that a draft or another version brought and the first answer did not have. */
function useUnknownExercises(store: BuilderStore, book: ExerciseBook): void {
  const { content } = useStoreState(store);
  const unknown = exerciseIds(content.document).filter((id) => !book.get(id));
  const answers = useQueries({ queries: unknown.map((id) => exerciseQuery(id)) });
  const found = answers.flatMap(({ data }) => (data ? [data] : []));
  useEffect(() => book.add(found));
}

function BuilderSkeleton() {
  return (
    <div aria-busy="true" className="flex min-h-0 flex-1 flex-col">
      <p role="status" className="sr-only">
        Loading the template
      </p>
      <div className="flex h-14 items-center gap-3 border-b border-line px-5">
        <Skeleton className="h-5 w-48" />
        <Skeleton className="ml-auto h-8 w-20 rounded-control" />
      </div>
      <div className="grid min-h-0 flex-1 lg:grid-cols-[232px_1fr_344px]">
        <div className="hidden flex-col gap-3 border-r border-line p-5 lg:flex">
          {[1, 2, 3, 4, 5, 6].map((row) => (
            <Skeleton key={row} className="h-6 w-full" />
          ))}
        </div>
        <div className="flex flex-col gap-3 p-5">
          <Skeleton className="h-6 w-56" />
          <div className="grid flex-1 grid-cols-1 gap-3 sm:grid-cols-3">
            {[1, 2, 3].map((column) => (
              <div key={column} className="flex flex-col gap-2">
                <Skeleton className="h-20 rounded-xl" />
                <Skeleton className="h-28 rounded-xl" />
              </div>
            ))}
          </div>
        </div>
        <div className="hidden border-l border-line bg-surface lg:block" />
      </div>
    </div>
  );
}
