import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import type { KeptExercise, KeptSession } from '@/lib/workout-log/types';
import { note } from './actions';

/** As many characters as the server takes. */
export const LONGEST_NOTE = 2000;

export interface NoteSheetProps {
  session: KeptSession;
  exercise: KeptExercise | null;
  change: (edit: (session: KeptSession) => KeptSession) => void;
  onClose: () => void;
}

/** What the trainer should know: about this exercise, and about the whole workout. Kept as it is typed. */
export function NoteSheet({ session, exercise, change, onClose }: NoteSheetProps) {
  const [text, setText] = useState(exercise?.note ?? '');
  const close = () => {
    if (exercise && text.trim() !== (exercise.note ?? '')) change(note(exercise.id, text));
    onClose();
  };
  return (
    <ResponsiveDialog
      open
      onOpenChange={close}
      title="Notes"
      description="Your trainer sees them."
      footer={
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {exercise && (
          <Field label={exercise.name}>
            <Textarea
              maxLength={LONGEST_NOTE}
              value={text}
              placeholder="How it felt, what hurt, what to change"
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        )}
        <Field label="Whole workout">
          <Textarea
            maxLength={LONGEST_NOTE}
            value={session.notes ?? ''}
            onChange={(event) => change((now) => ({ ...now, notes: event.target.value || null }))}
          />
        </Field>
      </div>
    </ResponsiveDialog>
  );
}
