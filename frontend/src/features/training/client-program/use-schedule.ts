import { useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/api/errors';
import type { Calendar, CalendarWorkout } from '@/api/generated';
import { dateInWords } from '@/lib/dates';
import { toast, toastUndo } from '@/lib/toasts';
import { calendarQuery, patchWorkout, skipWorkout } from './queries';

/** Changes of single workouts: shown at once, taken back when the server refuses, and undoable. */
export function useSchedule(clientId: string, month: string, mayMove: boolean) {
  const client = useQueryClient();
  const { queryKey } = calendarQuery(clientId, month);

  const change = async (
    workout: CalendarWorkout,
    patch: Partial<Pick<CalendarWorkout, 'scheduled_on'>> & { status?: 'planned' | 'skipped' },
  ): Promise<CalendarWorkout | null> => {
    await client.cancelQueries({ queryKey });
    const before = client.getQueryData<Calendar>(queryKey);
    const shown = (changed: Partial<CalendarWorkout>) =>
      client.setQueryData<Calendar>(
        queryKey,
        (now) =>
          now && {
            ...now,
            items: now.items.map((item) =>
              item.id === workout.id ? { ...item, ...changed } : item,
            ),
          },
      );
    shown({ ...patch, missed: false });
    try {
      // Letting a workout go is allowed to more people than changing it.
      const saved = await (patch.status === 'skipped'
        ? skipWorkout(workout.id, workout.version)
        : patchWorkout(workout.id, { version: workout.version, ...patch }));
      shown({ version: saved.version, missed: saved.missed });
      void client.invalidateQueries({ queryKey: ['programs'] });
      return { ...workout, ...patch, version: saved.version };
    } catch (error) {
      client.setQueryData(queryKey, before);
      void client.invalidateQueries({ queryKey: ['programs'] });
      toast(messageOf(error), { tone: 'bad' });
      return null;
    }
  };

  return {
    async move(workout: CalendarWorkout, to: string, today: string) {
      if (to === workout.scheduled_on) return;
      const moved = await change(workout, { scheduled_on: to });
      if (!moved) return;
      toastUndo(`${workout.name} moved to ${dateInWords(to, today)}.`, () => {
        void change(moved, { scheduled_on: workout.scheduled_on });
      });
    },
    async setSkipped(workout: CalendarWorkout, skipped: boolean) {
      const done = await change(workout, { status: skipped ? 'skipped' : 'planned' });
      if (!done) return;
      const said = `${workout.name} ${skipped ? 'skipped' : 'is planned again'}.`;
      if (skipped && !mayMove) toast(said);
      else toastUndo(said, () => void change(done, { status: skipped ? 'planned' : 'skipped' }));
    },
  };
}
