import {
  type Read,
  readDistance,
  readDuration,
  readReps,
  showDistance,
  showReps,
  showSeconds,
} from '../../document/notation';
import type { Prescription, RepRange } from '../../document/types';
import { DraftInput } from './draft-input';

type Patch = Partial<Omit<Prescription, 'id'>>;

interface TargetFieldsProps {
  part: Prescription;
  measurement: string;
  onPatch: (patch: Patch, field: string) => void;
}

/** The fields that this exercise is measured by, and any other that was given a value. */
export function TargetFields({ part, measurement, onPatch }: TargetFieldsProps) {
  const timed = measurement.includes('duration');
  const far = measurement.includes('distance');
  const counted = !timed && !far;
  const others = (own: keyof Patch) =>
    (['reps', 'duration_s', 'distance_m'] as const).some((k) => k !== own && part[k] !== null);
  /** One target has to stay. */
  function keeping<T>(own: keyof Patch, read: (text: string) => Read<T | null>) {
    return (text: string): Read<T | null> => {
      const result = read(text);
      if (result.ok && result.value === null && !others(own))
        return { ok: false, advice: 'Set repetitions, a time or a distance.' };
      return result;
    };
  }
  return (
    <>
      {(counted || part.reps) && (
        <DraftInput
          label="Reps"
          inputMode="text"
          placeholder="8-10"
          shown={showReps(part.reps)}
          read={keeping<RepRange>('reps', readReps)}
          onValue={(reps) => onPatch({ reps }, 'reps')}
        />
      )}
      {(far || part.distance_m !== null) && (
        <DraftInput
          label="Distance"
          placeholder="400 m"
          shown={showDistance(part.distance_m)}
          read={keeping<number>('distance_m', readDistance)}
          onValue={(distance_m) => onPatch({ distance_m }, 'distance')}
        />
      )}
      {(timed || part.duration_s !== null) && (
        <DraftInput
          label="Time"
          placeholder="0:45"
          shown={showSeconds(part.duration_s)}
          read={keeping<number>('duration_s', readDuration)}
          onValue={(duration_s) => onPatch({ duration_s }, 'duration')}
        />
      )}
    </>
  );
}
