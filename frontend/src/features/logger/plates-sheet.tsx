import { useState } from 'react';
import { useSession } from '@/api/session';
import { SegmentedControl } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { formatNumber } from '@/lib/numbers';
import { loadFromKg, loadUnit } from '@/lib/units';
import { setsOf } from '@/lib/workout-log/changes';
import type { KeptExercise, KeptSession } from '@/lib/workout-log/types';
import { openSet } from './order';
import { barSizes, loadBar, plateSizes } from './plates';

export interface PlatesSheetProps {
  session: KeptSession;
  exercise: KeptExercise;
  onClose: () => void;
}

/** What to put on each side of the bar for a weight. */
export function PlatesSheet({ session, exercise, onClose }: PlatesSheetProps) {
  const { units } = useSession().user;
  const set = openSet(session, exercise.id) ?? setsOf(session, exercise.id).at(-1);
  const bars = barSizes[units];
  const start = set?.weight_kg == null ? null : loadFromKg(set.weight_kg, units);
  const [bar, setBar] = useState(() => bars.find((size) => size <= (start ?? size)) ?? 0);
  const [target, setTarget] = useState(start);
  const unit = loadUnit(units);
  const loading = loadBar(target ?? 0, bar, units);
  const largest = plateSizes[units][0] ?? 25;
  const count = loading.plates.reduce(
    (sum, size) => sum.set(size, (sum.get(size) ?? 0) + 1),
    new Map<number, number>(),
  );
  const list = [...count].map(([size, many]) => `${many} × ${formatNumber(size, 2)}`).join(', ');
  return (
    <ResponsiveDialog open onOpenChange={onClose} title="Plates">
      <div className="flex flex-col gap-4">
        <Field label="Weight">
          <NumberInput
            value={target}
            onChange={setTarget}
            min={0}
            step={units === 'metric' ? 2.5 : 5}
            unit={unit}
            name="weight"
          />
        </Field>
        <SegmentedControl
          label="Bar"
          value={String(bar)}
          onValueChange={(value) => setBar(Number(value))}
          options={bars.map((size) => ({
            value: String(size),
            label: size ? `${size} ${unit}` : 'No bar',
          }))}
        />
        <div aria-hidden="true" className="flex h-28 items-center justify-center gap-1">
          <span className="h-3 w-16 rounded-l bg-line-strong" />
          {loading.plates.map((size, place) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: plates of one size differ only by their place
              key={`${size}-${place}`}
              className="grid w-7 place-items-center rounded-md bg-accent text-[10px] font-semibold text-on-accent"
              style={{ height: `${36 + 64 * (size / largest)}%`, maxHeight: '100%' }}
            >
              {formatNumber(size, 2)}
            </span>
          ))}
          <span className="h-3 w-6 rounded-r bg-line-strong" />
        </div>
        <p role="status" className="text-center font-medium tabular-nums">
          {target !== null && target < bar && 'The bar alone weighs more than that.'}
          {target !== null && target >= bar && `Each side: ${list || 'nothing'}`}
          {loading.missing > 0 && target !== null && target >= bar && (
            <span className="block font-normal text-soft">
              Makes {formatNumber(loading.total, 2)} {unit}, {formatNumber(loading.missing, 2)}{' '}
              {unit} short
            </span>
          )}
        </p>
      </div>
    </ResponsiveDialog>
  );
}
