import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { maxLength, minLength, number, object, string, trim } from 'zod/mini';
import { idempotencyKey } from '@/api/http';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { makeDay, makePhase } from '../document/make';
import { contentToApi } from './convert';
import { createTemplate } from './queries';

const schema = object({
  name: string().check(
    trim(),
    minLength(1, 'Give the template a name.'),
    maxLength(120, 'Keep the name within 120 characters.'),
  ),
  weeks: number('Choose 1 to 52 weeks.'),
  days: number('Choose 0 to 7 workouts.'),
});

interface Values {
  name: string;
  weeks: number;
  days: number;
}

const letters = 'ABCDEFG';

/** Starts a template with empty workouts in each week, and opens it. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [key] = useState(idempotencyKey);
  const form = useAppForm<Values>({ schema, defaultValues: { name: '', weeks: 4, days: 3 } });

  const create = async ({ name, weeks, days }: Values) => {
    const phase = makePhase('Phase 1', weeks);
    const filled = {
      ...phase,
      weeks: phase.weeks.map((week) => ({
        ...week,
        days: Array.from({ length: days }, (_, index) => makeDay(`Workout ${letters[index]}`)),
      })),
    };
    const content = {
      name: name.trim(),
      description: null,
      level: null,
      goal: null,
      document: { phases: [filled] },
    };
    const made = await createTemplate(contentToApi(content), key);
    void client.invalidateQueries({ queryKey: ['templates', 'list'] });
    await navigate({ to: '/app/training/templates/$templateId', params: { templateId: made.id } });
  };

  return (
    <ResponsiveDialog open onOpenChange={onClose} title="New template">
      <Form form={form} onSubmit={create}>
        <FormField<Values> name="name" label="Name">
          {(field) => <Input {...field} value={String(field.value)} placeholder="Strength base" />}
        </FormField>
        <div className="grid grid-cols-2 gap-3">
          <FormField<Values> name="weeks" label="Weeks">
            {({ value, onChange, onBlur, ref }) => (
              <NumberInput
                ref={ref}
                name="weeks"
                min={1}
                max={52}
                value={typeof value === 'number' ? value : null}
                onChange={(weeks) => onChange(weeks === null ? null : Math.round(weeks))}
                onBlur={onBlur}
              />
            )}
          </FormField>
          <FormField<Values> name="days" label="Workouts a week">
            {({ value, onChange, onBlur, ref }) => (
              <NumberInput
                ref={ref}
                name="workouts a week"
                min={0}
                max={7}
                value={typeof value === 'number' ? value : null}
                onChange={(days) => onChange(days === null ? null : Math.round(days))}
                onBlur={onBlur}
              />
            )}
          </FormField>
        </div>
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <Button onClick={onClose}>Cancel</Button>
          <SubmitButton>Create and open</SubmitButton>
        </div>
      </Form>
    </ResponsiveDialog>
  );
}
