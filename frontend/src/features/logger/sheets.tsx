import type { LogStore } from '@/lib/workout-log/store';
import type { KeptExercise, KeptSession } from '@/lib/workout-log/types';
import { addExercise, swap } from './actions';
import { DiscardSheet } from './discard-sheet';
import { ExerciseSheet } from './exercise-sheet';
import { FinishSheet } from './finish-sheet';
import type { SheetName } from './logger-top';
import { MoreSheet } from './more-sheet';
import { NoteSheet } from './note-sheet';
import { OverviewSheet } from './overview-sheet';
import { PlatesSheet } from './plates-sheet';

export interface SheetsProps {
  sheet: SheetName;
  store: LogStore;
  session: KeptSession;
  exercise: KeptExercise | null;
  onSheet: (sheet: SheetName) => void;
  onClose: () => void;
  onDiscard: () => void;
}

/** Everything that opens over the logger. */
export function Sheets(props: SheetsProps) {
  const { sheet, store, session, exercise, onSheet, onClose, onDiscard } = props;
  const { change } = store;
  switch (sheet) {
    case 'more':
      return <MoreSheet name={session.name} onSheet={onSheet} onClose={onClose} />;
    case 'discard':
      return <DiscardSheet onDiscard={onDiscard} onClose={onClose} />;
    case 'overview':
      return <OverviewSheet session={session} change={change} onClose={onClose} />;
    case 'add':
      return (
        <ExerciseSheet
          clientId={session.client_id}
          title="Add exercise"
          onChoose={(chosen, last) => change(addExercise(chosen, last))}
          onClose={onClose}
        />
      );
    case 'swap':
      return (
        exercise && (
          <ExerciseSheet
            clientId={session.client_id}
            title={`Instead of ${exercise.name}`}
            instead={exercise.exercise_id}
            onChoose={(chosen, last) => change(swap(exercise.id, chosen, last))}
            onClose={onClose}
          />
        )
      );
    case 'plates':
      return exercise && <PlatesSheet session={session} exercise={exercise} onClose={onClose} />;
    case 'note':
      return <NoteSheet session={session} exercise={exercise} change={change} onClose={onClose} />;
    case 'finish':
      return (
        <FinishSheet
          store={store}
          session={session}
          onClose={onClose}
          onDiscard={() => onSheet('discard')}
        />
      );
  }
}
