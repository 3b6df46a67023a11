import { Link, useNavigate } from '@tanstack/react-router';
import { Disc3, NotebookPen, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useSession } from '@/api/session';
import { EmptyState } from '@/components/states/states';
import { Button, buttonClass } from '@/components/ui/button';
import { usePageTitle } from '@/hooks/use-page-title';
import { type LogStore, useLog } from '@/lib/workout-log/store';
import type { KeptExercise, KeptSession } from '@/lib/workout-log/types';
import { measuresOf } from '@/lib/workouts/figures';
import { addSet, exerciseOf, show } from './actions';
import { BlockedNotice } from './blocked-notice';
import { Ended } from './ended';
import { ExerciseHead } from './exercise-head';
import { LoggerTop, type SheetName } from './logger-top';
import { following, isDone, preceding } from './order';
import { ProgressStrip } from './progress-strip';
import { RestBar } from './rest-bar';
import { SetList } from './set-list';
import { useSheets } from './use-sheets';
import { useSwipe } from './use-swipe';

/** A workout that is under way, or that has just ended. */
export function Logger({ store }: { store: LogStore }) {
  const view = useLog(store);
  const { session } = view;
  usePageTitle(session?.name ?? 'Workout');
  if (!session) return null;
  if (session.state === 'finishing' || session.state === 'finished') {
    return <Ended store={store} session={session} view={view} />;
  }
  if (session.state === 'discarding') {
    return (
      <EmptyState
        title="This workout is being discarded"
        text="That is done as soon as there is a connection."
        action={
          <Link to="/me" className={buttonClass('primary')}>
            Go to Today
          </Link>
        }
      />
    );
  }
  return <Running store={store} session={session} />;
}

function Running({ store, session }: { store: LogStore; session: KeptSession }) {
  const view = useLog(store);
  const { units } = useSession().user;
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<SheetName | null>(null);
  const closeSheet = useCallback(() => setSheet(null), []);
  const Sheets = useSheets(sheet !== null, closeSheet);
  const { change } = store;
  const exercise = exerciseOf(session, session.current) ?? session.exercises[0] ?? null;
  const next = exercise && following(session, exercise.id);
  const before = exercise && preceding(session, exercise.id);

  const swipe = useSwipe((direction) => {
    const to = direction === 'left' ? next : before;
    if (to) change(show(to.id));
  });
  const discard = async () => {
    change((now) => ({ ...now, state: 'discarding', rest: null }));
    store.retry();
    await navigate({ to: '/me' });
  };

  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-[560px] flex-col text-lg sm:border-x sm:border-line">
      <header className="sticky top-0 z-20 bg-bg pb-3">
        <LoggerTop view={view} name={session.name} onSheet={setSheet} />
        <ProgressStrip session={session} />
      </header>
      <main id="main" className="flex flex-1 flex-col gap-4 px-4 pb-4" {...swipe}>
        {view.sync.phase === 'blocked' && (
          <BlockedNotice
            sync={view.sync}
            onRetry={store.retry}
            onDiscard={() => setSheet('discard')}
          />
        )}
        {exercise ? (
          <>
            <ExerciseHead
              session={session}
              exercise={exercise}
              units={units}
              onSwap={() => setSheet('swap')}
            />
            <SetList
              key={exercise.id}
              session={session}
              exercise={exercise}
              units={units}
              change={change}
            />
            <div className="flex flex-wrap gap-2">
              <Button
                icon={<Plus size={16} aria-hidden />}
                onClick={() => change(addSet(exercise.id))}
              >
                Add set
              </Button>
              {measuresOf(exercise.measurement).weight && (
                <Button icon={<Disc3 size={16} aria-hidden />} onClick={() => setSheet('plates')}>
                  Plates
                </Button>
              )}
              <Button icon={<NotebookPen size={16} aria-hidden />} onClick={() => setSheet('note')}>
                Note
              </Button>
            </div>
          </>
        ) : (
          <EmptyState
            title="What comes first?"
            text="Add an exercise, and last time's numbers come with it."
            action={
              <Button variant="primary" onClick={() => setSheet('add')}>
                Add exercise
              </Button>
            }
          />
        )}
      </main>
      <footer className="sticky bottom-0 z-20 flex flex-col gap-3 bg-bg px-4 pt-2 pb-[calc(16px+env(safe-area-inset-bottom))]">
        {session.rest && <RestBar rest={session.rest} change={change} />}
        <div className="flex gap-2.5">
          {before && (
            <Button size="lg" onClick={() => change(show(before.id))}>
              Back
            </Button>
          )}
          <Onward
            session={session}
            exercise={exercise}
            onShow={(id) => change(show(id))}
            onSheet={setSheet}
          />
        </div>
      </footer>
      {sheet && Sheets && (
        <Sheets
          sheet={sheet}
          store={store}
          session={session}
          exercise={exercise}
          onSheet={setSheet}
          onClose={closeSheet}
          onDiscard={() => void discard()}
        />
      )}
    </div>
  );
}

interface OnwardProps {
  session: KeptSession;
  exercise: KeptExercise | null;
  onShow: (id: string) => void;
  onSheet: (sheet: SheetName) => void;
}

/** The one way on: the next exercise, one more in a workout without a plan, or the end. */
function Onward({ session, exercise, onShow, onSheet }: OnwardProps) {
  if (!exercise) return null;
  const next = following(session, exercise.id);
  const here = isDone(session, exercise.id);
  const allDone = session.exercises.every((item) => isDone(session, item.id));
  if (next && !allDone) {
    return (
      <Button
        size="lg"
        variant={here ? 'primary' : 'outline'}
        className="min-w-0 flex-1 shrink"
        onClick={() => onShow(next.id)}
      >
        <span className="truncate">Next: {next.name}</span>
      </Button>
    );
  }
  const free = session.workout_id === null;
  return (
    <>
      {free && (
        <Button size="lg" className="flex-1" onClick={() => onSheet('add')}>
          Add exercise
        </Button>
      )}
      <Button
        size="lg"
        variant={allDone ? 'primary' : 'outline'}
        className="flex-1"
        onClick={() => onSheet('finish')}
      >
        {free ? 'Finish' : 'Finish workout'}
      </Button>
    </>
  );
}
