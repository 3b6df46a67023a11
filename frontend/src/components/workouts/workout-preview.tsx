import type { Units } from '@/lib/units';
import { blockText, prescriptionText } from '@/lib/workouts/text';
import type { WorkoutDay } from '@/lib/workouts/types';

/** What a planned workout consists of, to read. */
export function WorkoutPreview({ day, units }: { day: WorkoutDay; units: Units }) {
  return (
    <div className="flex flex-col gap-3">
      {day.notes && <p className="whitespace-pre-line text-soft">{day.notes}</p>}
      <ol className="flex flex-col gap-3">
        {day.blocks.map((block) => (
          <li key={block.id} className="rounded-card border border-line bg-surface px-4 py-1">
            {block.kind !== 'straight' && (
              <p className="pt-2 text-sm font-medium text-accent-ink">{blockText(block)}</p>
            )}
            <ul>
              {block.prescriptions.map((prescription) => (
                <li key={prescription.id} className="border-line py-2.5 not-first:border-t">
                  <p className="font-medium">{prescription.exercise_name}</p>
                  <p className="text-base text-soft tabular-nums">
                    {prescriptionText(prescription, units)}
                  </p>
                  {prescription.notes && (
                    <p className="text-base text-faint">{prescription.notes}</p>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  );
}
