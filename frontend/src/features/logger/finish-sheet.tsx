import { useState } from 'react';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { formatNumber, plural } from '@/lib/numbers';
import { formatDuration, formatVolume } from '@/lib/units';
import { finishSession } from '@/lib/workout-log/changes';
import type { LogStore } from '@/lib/workout-log/store';
import type { KeptSession } from '@/lib/workout-log/types';
import { sumOf } from './actions';
import { EffortScale } from './effort-scale';
import { LONGEST_NOTE } from './note-sheet';

export interface FinishSheetProps {
  store: LogStore;
  session: KeptSession;
  onClose: () => void;
  onDiscard: () => void;
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="rounded-control bg-fill px-3 py-2.5">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="text-[20px] leading-7 font-semibold tracking-tight tabular-nums">{value}</dd>
    </div>
  );
}

/** What was done, how hard it was, and the end of it. */
export function FinishSheet({ store, session, onClose, onDiscard }: FinishSheetProps) {
  const { units } = useSession().user;
  const [effort, setEffort] = useState<number | null>(null);
  const sum = sumOf(session);
  const open = session.sets.filter((set) => !set.done_at && !set.deleted).length;
  const seconds = (Date.now() - Date.parse(session.started_at)) / 1000;

  const finish = () => {
    onClose();
    store.change((now) =>
      finishSession(now, {
        finished_at: new Date().toISOString(),
        notes: now.notes?.trim() || null,
        effort,
      }),
    );
    store.retry();
  };

  if (sum.sets === 0) {
    return (
      <ResponsiveDialog
        open
        onOpenChange={onClose}
        title="No set is confirmed yet"
        description="A workout without sets cannot be finished. Confirm what you did, or discard it."
        footer={
          <>
            <Button variant="danger" onClick={onDiscard}>
              Discard workout
            </Button>
            <Button onClick={onClose}>Keep training</Button>
          </>
        }
      />
    );
  }
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={session.name}
      footer={
        <Button variant="primary" size="lg" className="w-full" onClick={finish}>
          Finish workout
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <dl className="grid grid-cols-3 gap-2">
          <Figure label="Sets" value={formatNumber(sum.sets, 0)} />
          <Figure
            label={sum.volumeKg ? 'Volume' : 'Reps'}
            value={sum.volumeKg ? formatVolume(sum.volumeKg, units) : formatNumber(sum.reps, 0)}
          />
          <Figure label="Time" value={formatDuration(Math.max(60, seconds))} />
        </dl>
        {open > 0 && (
          <p className="rounded-control bg-warn-wash px-3 py-2.5 text-base text-warn">
            {plural(open, 'set')} not confirmed: left out of the log.
          </p>
        )}
        <EffortScale value={effort} onChange={setEffort} />
        <Field label="Note for your trainer" optional>
          <Textarea
            maxLength={LONGEST_NOTE}
            value={session.notes ?? ''}
            onChange={(event) =>
              store.change((now) => ({ ...now, notes: event.target.value || null }))
            }
          />
        </Field>
      </div>
    </ResponsiveDialog>
  );
}
