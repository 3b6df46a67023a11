import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Select } from '@/components/ui/select';
import { choicesOf, LEVELS } from '../../labels';
import { useBuilder } from '../builder-context';
import type { TemplateContent } from '../content';

/** Name, description, level and goal of the open template. */
export function DetailsDialog({ onClose }: { onClose: () => void }) {
  const { store } = useBuilder();
  const [values, setValues] = useState(() => store.state.content);
  const [tried, setTried] = useState(false);
  const set = (patch: Partial<TemplateContent>) => setValues((now) => ({ ...now, ...patch }));
  const errors = {
    name: nameError(values.name),
    goal: (values.goal ?? '').length > 120 ? 'Keep the goal within 120 characters.' : undefined,
    description:
      (values.description ?? '').length > 2000
        ? 'Keep the description within 2,000 characters.'
        : undefined,
  };
  const save = () => {
    setTried(true);
    if (Object.values(errors).some(Boolean)) return;
    const { name, description, level, goal } = values;
    store.change('Change the details', (content) => ({
      ...content,
      name: name.trim(),
      description: description?.trim() || null,
      level,
      goal: goal?.trim() || null,
    }));
    onClose();
  };
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title="Template details"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={save}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Name" error={tried ? errors.name : undefined}>
          <Input value={values.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Level" optional>
            <Select
              placeholder="Any level"
              options={choicesOf(LEVELS)}
              value={values.level ?? ''}
              onValueChange={(level) =>
                set({ level: LEVELS.find((known) => known === level) ?? null })
              }
            />
          </Field>
          <Field label="Goal" optional error={tried ? errors.goal : undefined}>
            <Input
              value={values.goal ?? ''}
              placeholder="Strength"
              onChange={(event) => set({ goal: event.target.value })}
            />
          </Field>
        </div>
        <Field
          label="Description"
          optional
          help="For you and your colleagues; clients do not see it."
          error={tried ? errors.description : undefined}
        >
          <Textarea
            value={values.description ?? ''}
            onChange={(event) => set({ description: event.target.value })}
          />
        </Field>
      </div>
    </ResponsiveDialog>
  );
}

export function nameError(name: string): string | undefined {
  const length = name.trim().length;
  return length < 1 || length > 120 ? 'Give a name of 1 to 120 characters.' : undefined;
}
