/** What the API says about workouts and progress, by the names that the app uses; quantities are SI. */
import type {
  ExerciseHistory,
  RecordOut,
  SetOut,
  WorkoutBlock,
  WorkoutPrescription,
} from '@/api/generated';

export type {
  AdherenceOut as Adherence,
  ExerciseHistory,
  ExerciseLogState,
  ExerciseRow,
  ExerciseSummary,
  ExerciseWithHistory,
  FinishResult,
  Guidance,
  LastTime,
  PastSet,
  ProgramOut,
  ProgramRow,
  RecordOut,
  Records,
  SessionExercise,
  SessionFull,
  SessionOut,
  SessionRow,
  SetOut,
  SuggestedLoad,
  SyncResult,
  Today,
  WorkoutCard,
  WorkoutDay,
  WorkoutOut,
  WorkoutRow,
  WorkoutToday,
} from '@/api/generated';

export type Block = WorkoutBlock;
export type BlockKind = Block['kind'];
export type Prescription = WorkoutPrescription;
export type SetKind = SetOut['kind'];
export type Metric = ExerciseHistory['metric'];
export type RecordKind = RecordOut['kind'];
