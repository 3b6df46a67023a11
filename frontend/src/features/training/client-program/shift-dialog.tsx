import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { ProgramRow } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { DateInput } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { plural } from '@/lib/numbers';
import { toast } from '@/lib/toasts';
import { shiftProgram } from './queries';

interface ShiftDialogProps {
  program: ProgramRow;
  today: string;
  onShifted: () => void;
  onClose: () => void;
}

/** Moves everything still planned from a date on by some days: a holiday, an illness. */
export function ShiftDialog({ program, today, onShifted, onClose }: ShiftDialogProps) {
  const [from, setFrom] = useState(today);
  const [days, setDays] = useState<number | null>(7);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const whole = days !== null && Number.isInteger(days) && days !== 0;

  const shift = async () => {
    if (!whole || from === '') return setError('Choose a date, and by how many whole days.');
    setBusy(true);
    setError(null);
    try {
      const { moved } = await shiftProgram(program.id, program.version, from, days);
      toast(moved === 0 ? 'Nothing was left to move.' : `${plural(moved, 'workout')} moved.`);
      onShifted();
      onClose();
    } catch (failure) {
      setError(messageOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title="Shift the plan"
      description="Moves all that is still planned. What is done or skipped keeps its date."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} onClick={() => void shift()}>
            {whole
              ? `Move by ${plural(Math.abs(days), 'day')} ${days > 0 ? 'later' : 'earlier'}`
              : 'Move'}
          </Button>
        </>
      }
    >
      {error && (
        <p role="alert" className="mb-3 rounded-control bg-bad-wash px-3 py-2.5 text-bad-ink">
          {error}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Field label="From">
          <DateInput value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label="Days" help="Below zero moves it earlier.">
          <NumberInput name="days" min={-365} max={365} value={days} onChange={setDays} />
        </Field>
      </div>
    </ResponsiveDialog>
  );
}
