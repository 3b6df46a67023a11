import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { SyncSetsData, SyncSetsResponses } from '@/api/generated';
import { api } from '@/api/http';
import { Button } from '@/components/ui/button';
import { SetEditor } from '@/components/workouts/set-editor';
import { toast, toastUndo } from '@/lib/toasts';
import type { Units } from '@/lib/units';
import { nextRevision } from '@/lib/workout-log/changes';
import { figureFields } from '@/lib/workouts/figures';
import { staleAfterTraining } from '@/lib/workouts/queries';
import type { SessionExercise, SessionOut, SetOut } from '@/lib/workouts/types';

/** Sends sets of a finished workout again; what follows from them is asked for anew. Undo sends what was before. */
function useCorrection(session: SessionOut, onDone: () => void) {
  const queries = useQueryClient();
  const send = (set: SetOut) =>
    api.post<SyncSetsData, SyncSetsResponses>('/api/session-logs/{session_log_id}/sets', {
      path: { session_log_id: session.id },
      body: { sets: [set], exercises: [] },
    });
  const refresh = () =>
    Promise.all(
      [...staleAfterTraining(session.client_id), ['home']].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  const failed = (error: unknown) => toast(messageOf(error), { tone: 'bad' });
  return useMutation({
    mutationFn: async ({ before, after }: { before: SetOut; after: SetOut }) => {
      const sent = { ...after, revision: nextRevision(before.revision) };
      await send(sent);
      return { before, sent };
    },
    onSuccess: async ({ before, sent }) => {
      toastUndo(sent.deleted ? 'Set removed' : 'Set corrected', () => {
        send({ ...before, revision: nextRevision(sent.revision) }).then(refresh, failed);
      });
      await refresh();
      onDone();
    },
    onError: failed,
  });
}

export interface CorrectSetProps {
  session: SessionOut;
  exercise: SessionExercise;
  set: SetOut;
  units: Units;
  onDone: () => void;
}

/** Changes a set that was logged wrong; the workout's totals and records follow. */
export function CorrectSet({ session, exercise, set, units, onDone }: CorrectSetProps) {
  const [draft, setDraft] = useState(set);
  const correction = useCorrection(session, onDone);
  const change = (values: Partial<SetOut>) => setDraft((now) => ({ ...now, ...values }));
  return (
    <form
      className="-mx-3 mb-2"
      aria-label="Correct this set"
      onSubmit={(event) => {
        event.preventDefault();
        correction.mutate({ before: set, after: draft });
      }}
    >
      <SetEditor
        set={draft}
        fields={figureFields(exercise.measurement, units)}
        onFigures={change}
        onKind={(kind) => change({ kind })}
        onRemove={() => correction.mutate({ before: set, after: { ...set, deleted: true } })}
      />
      <div className="flex justify-end gap-2 px-3 pb-1">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={correction.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
