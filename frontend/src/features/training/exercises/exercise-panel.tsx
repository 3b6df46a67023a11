import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { messageOf } from '@/api/errors';
import type { ExerciseOut } from '@/api/generated';
import { usePermission } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button, buttonClass, IconButton } from '@/components/ui/button';
import { Card, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { useWide } from '@/hooks/use-media';
import { toast, toastUndo } from '@/lib/toasts';
import { wordOf, wordsOf } from '../labels';
import { archiveExercise, exerciseQuery, restoreExercise, substitutesQuery } from './queries';

const ExerciseForm = lazy(() =>
  import('./exercise-form').then((m) => ({ default: m.ExerciseForm })),
);

/** One exercise: beside the list on a wide screen, a page of its own on a phone. */
export function ExercisePanel() {
  const { exerciseId } = useParams({ from: '/app/training/exercises/$exerciseId' });
  const filter = useSearch({ from: '/app/training/exercises' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(exerciseQuery(exerciseId));
  return (
    <Card
      aria-label={data?.name ?? 'Exercise'}
      className="overflow-y-auto max-lg:-mx-4 max-lg:-mt-4 max-lg:rounded-none max-lg:border-0 max-lg:bg-transparent"
    >
      <div className="flex items-center justify-between px-4 pt-3">
        <Link
          to="/app/training/exercises"
          search={filter}
          className={`${buttonClass('quiet', 'sm')} -ml-2.5 lg:hidden!`}
        >
          <ChevronLeft size={16} aria-hidden />
          Exercises
        </Link>
        <span className="hidden text-xs font-medium text-faint lg:inline">
          {data?.category.name}
        </span>
        <span className="hidden lg:inline">
          <IconButton
            label="Close"
            size="sm"
            onClick={() => void navigate({ to: '/app/training/exercises', search: filter })}
          >
            <X size={16} aria-hidden />
          </IconButton>
        </span>
      </div>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div aria-busy="true" className="flex flex-col gap-3 p-4">
          <Skeleton className="h-7 w-56" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-32 w-full" />
        </div>
      )}
      {data && <ExerciseDetail exercise={data} />}
    </Card>
  );
}

function ExerciseDetail({ exercise }: { exercise: ExerciseOut }) {
  const [editing, setEditing] = useState(false);
  const mayEdit = usePermission('exercises:update') !== null && exercise.editable;
  const mayArchive = usePermission('exercises:archive') !== null && exercise.editable;
  const mayRestore = usePermission('exercises:restore') !== null && exercise.editable;
  const archive = useArchive(exercise);
  // On a phone this is the page; on a wide screen it stands below the list's title.
  const wide = useWide();
  const Heading = wide ? 'h2' : 'h1';
  const PartHeading = wide ? 'h3' : 'h2';
  return (
    <div className="flex flex-col gap-5 px-4 pb-5">
      <div>
        <Heading className="text-title font-semibold">{exercise.name}</Heading>
        {exercise.aliases.length > 0 && (
          <p className="text-faint">Also {exercise.aliases.join(', ')}</p>
        )}
        <div className="mt-2.5 flex flex-wrap gap-1.5">
          {exercise.mine && <Chip tone="accent">Own</Chip>}
          {exercise.archived && <Chip tone="warn">Archived</Chip>}
          <Chip>{wordOf(exercise.level)}</Chip>
          <Chip>{wordOf(exercise.mechanics)}</Chip>
          <Chip>{wordOf(exercise.movement_pattern)}</Chip>
          {exercise.unilateral && <Chip>One side at a time</Chip>}
        </div>
      </div>
      {exercise.description && <p className="text-soft">{exercise.description}</p>}
      <dl className="grid grid-cols-[96px_1fr] gap-x-3 gap-y-2">
        <dt className="text-faint">Trains</dt>
        <dd>{wordsOf(exercise.primary_muscles)}</dd>
        {exercise.secondary_muscles.length > 0 && (
          <>
            <dt className="text-faint">Helping</dt>
            <dd className="text-soft">{wordsOf(exercise.secondary_muscles)}</dd>
          </>
        )}
        <dt className="text-faint">Equipment</dt>
        <dd>{wordsOf(exercise.equipment)}</dd>
        <dt className="text-faint">Logged as</dt>
        <dd>{wordOf(exercise.measurement)}</dd>
      </dl>
      {exercise.cues.length > 0 && (
        <section>
          <PartHeading className="mb-1.5 font-semibold">Cues</PartHeading>
          <ul className="flex list-disc flex-col gap-1 pl-5 text-soft marker:text-accent">
            {exercise.cues.map((cue) => (
              <li key={cue}>{cue}</li>
            ))}
          </ul>
        </section>
      )}
      {exercise.video_url && (
        <a href={exercise.video_url} target="_blank" rel="noreferrer" className={buttonClass()}>
          Watch the video
        </a>
      )}
      <SubstituteList id={exercise.id} />
      <div className="flex gap-2 empty:hidden">
        {mayRestore && exercise.archived && <Button onClick={archive.restore}>Restore</Button>}
        {mayEdit && !exercise.archived && <Button onClick={() => setEditing(true)}>Edit</Button>}
        {mayArchive && !exercise.archived && (
          <Button variant="quiet" onClick={archive.archive}>
            Archive
          </Button>
        )}
      </div>
      <Suspense fallback={null}>
        {editing && <ExerciseForm exercise={exercise} onClose={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}

function useArchive(exercise: ExerciseOut) {
  const client = useQueryClient();
  const set = async (archived: boolean) => {
    try {
      await (archived ? archiveExercise : restoreExercise)(exercise.id);
      await client.invalidateQueries({ queryKey: ['exercises'] });
      if (archived) toastUndo(`${exercise.name} archived.`, () => void set(false));
      else toast(`${exercise.name} is back.`);
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
    }
  };
  return { archive: () => void set(true), restore: () => void set(false) };
}

function SubstituteList({ id }: { id: string }) {
  const PartHeading = useWide() ? 'h3' : 'h2';
  const filter = useSearch({ from: '/app/training/exercises' });
  const { data } = useQuery(substitutesQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <section>
      <PartHeading className="mb-1.5 font-semibold">Instead of it</PartHeading>
      <ul className="divide-y divide-line rounded-xl border border-line">
        {data.items.map((row) => (
          <li key={row.id}>
            <Link
              to="/app/training/exercises/$exerciseId"
              params={{ exerciseId: row.id }}
              search={filter}
              className="flex min-h-10 items-center justify-between gap-3 px-3 hover:bg-fill touch:min-h-11"
            >
              <span className="truncate font-medium">{row.name}</span>
              <span className="shrink-0 text-sm text-faint">{wordsOf(row.equipment)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
