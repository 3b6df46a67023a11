import { RadioGroup } from 'radix-ui';

const steps = Array.from({ length: 10 }, (_, index) => index + 1);

function words(value: number | null): string {
  if (value === null) return 'Optional';
  if (value <= 3) return 'Easy';
  if (value <= 6) return 'Moderate';
  if (value <= 8) return 'Hard';
  return 'All I had';
}

export interface EffortScaleProps {
  value: number | null;
  onChange: (value: number | null) => void;
}

/** How hard the whole workout was, 1 to 10 (session RPE after Foster et al., 2001). */
export function EffortScale({ value, onChange }: EffortScaleProps) {
  return (
    <div>
      <div className="mb-1.5 flex justify-between">
        <span className="font-medium">How hard was it?</span>
        <span className="text-soft">{words(value)}</span>
      </div>
      <RadioGroup.Root
        aria-label="How hard was it, from 1 to 10"
        orientation="horizontal"
        value={value === null ? '' : String(value)}
        onValueChange={(next) => onChange(Number(next))}
        className="grid grid-cols-5 gap-1.5 sm:grid-cols-10"
      >
        {steps.map((step) => (
          <RadioGroup.Item
            key={step}
            value={String(step)}
            className="h-11 rounded-control border border-line-strong font-medium tabular-nums hover:bg-fill data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=checked]:text-on-accent"
          >
            {step}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
