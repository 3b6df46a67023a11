import { loadUnit } from '@/lib/units';
import { loadFigure, readLoad } from '../../document/notation';
import type { Load, LoadKind, Prescription } from '../../document/types';
import { useUnits } from '../builder-context';
import { DraftInput } from './draft-input';
import { SmallSelect } from './small-select';

const starts: Record<LoadKind, Load> = {
  weight: { kind: 'weight', kg: 20 },
  percent_1rm: { kind: 'percent_1rm', percent: 70 },
  rpe: { kind: 'rpe', rpe: 8 },
};

interface LoadFieldsProps {
  part: Prescription;
  onLoad: (load: Load | null, typing: boolean) => void;
}

/** How heavy: by weight in the trainer's units, by share of the one-repetition maximum, or by exertion. */
export function LoadFields({ part, onLoad }: LoadFieldsProps) {
  const units = useUnits();
  const { load } = part;
  const names: Record<LoadKind, string> = {
    weight: 'Weight',
    percent_1rm: '% 1RM',
    rpe: 'RPE',
  };
  return (
    <>
      <SmallSelect<LoadKind>
        label="Load by"
        value={load?.kind ?? ''}
        placeholder="Free"
        options={(['weight', 'percent_1rm', 'rpe'] as const).map((kind) => ({
          value: kind,
          label: names[kind],
        }))}
        onValueChange={(kind) => onLoad(kind === '' ? null : starts[kind], false)}
      />
      {load ? (
        <DraftInput
          // Another kind is another figure: a draft of "60 kg" is no RPE.
          key={load.kind}
          label={load.kind === 'weight' ? `Weight, ${loadUnit(units)}` : 'Target'}
          inputMode="decimal"
          shown={loadFigure(load, units)}
          read={(text) => readLoad(text, load.kind, units)}
          onValue={(value) => value && onLoad(value, true)}
        />
      ) : (
        <div />
      )}
    </>
  );
}
