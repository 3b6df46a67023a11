import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { array, boolean, maxLength, minLength, object, string, trim } from 'zod/mini';
import type { ExerciseIn, ExerciseOut } from '@/api/generated';
import { idempotencyKey } from '@/api/http';
import { Form, FormField, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { Input, Textarea } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Select } from '@/components/ui/select';
import { toast } from '@/lib/toasts';
import { choicesOf, EQUIPMENT, LEVELS, MEASUREMENTS, MUSCLES, PATTERNS } from '../labels';
import { LinesInput } from './lines-input';
import { PickMany } from './pick-many';
import { createExercise, facetsQuery, replaceExercise } from './queries';
import { SubstitutePicker } from './substitute-picker';

const schema = object({
  name: string().check(
    trim(),
    minLength(1, 'Give the exercise a name.'),
    maxLength(120, 'Keep the name within 120 characters.'),
  ),
  category_id: string().check(minLength(1, 'Choose a category.')),
  measurement: string(),
  level: string(),
  mechanics: string(),
  movement_pattern: string(),
  primary_muscles: array(string()).check(
    minLength(1, 'Choose at least one muscle.'),
    maxLength(10, 'Choose at most 10 muscles.'),
  ),
  secondary_muscles: array(string()).check(maxLength(15, 'Choose at most 15 muscles.')),
  equipment: array(string()).check(
    minLength(1, 'Choose at least one; bodyweight means none.'),
    maxLength(10, 'Choose at most 10.'),
  ),
  unilateral: boolean(),
  cues: array(string().check(maxLength(200, 'Keep each cue within 200 characters.'))).check(
    maxLength(10, 'Write at most 10 cues.'),
  ),
  aliases: array(string()).check(maxLength(20, 'Write at most 20 names.')),
  description: string().check(maxLength(2000, 'Keep the description within 2,000 characters.')),
  video_url: string(),
  substitutes: array(string()),
});

interface Values {
  name: string;
  category_id: string;
  measurement: string;
  level: string;
  mechanics: string;
  movement_pattern: string;
  primary_muscles: string[];
  secondary_muscles: string[];
  equipment: string[];
  unilateral: boolean;
  cues: string[];
  aliases: string[];
  description: string;
  video_url: string;
  substitutes: string[];
}

function valuesOf(exercise: ExerciseOut | null, initialName: string): Values {
  return {
    name: exercise?.name ?? initialName,
    category_id: exercise?.category.id ?? '',
    measurement: exercise?.measurement ?? 'weight_reps',
    level: exercise?.level ?? 'intermediate',
    mechanics: exercise?.mechanics ?? 'compound',
    movement_pattern: exercise?.movement_pattern ?? 'isolation',
    primary_muscles: exercise?.primary_muscles ?? [],
    secondary_muscles: exercise?.secondary_muscles ?? [],
    equipment: exercise?.equipment ?? [],
    unilateral: exercise?.unilateral ?? false,
    cues: exercise?.cues ?? [],
    aliases: exercise?.aliases ?? [],
    description: exercise?.description ?? '',
    video_url: exercise?.video_url ?? '',
    substitutes: exercise?.substitutes.map(({ id }) => id) ?? [],
  };
}

function bodyOf(values: Values): ExerciseIn {
  // The choices come from the same vocabularies that the API's types list.
  return {
    ...values,
    description: values.description.trim() || null,
    video_url: values.video_url.trim() || null,
  } as ExerciseIn;
}

interface ExerciseFormProps {
  /** Null for a new one. */
  exercise: ExerciseOut | null;
  initialName?: string | undefined;
  onClose: () => void;
  onSaved?: (exercise: ExerciseOut) => void;
}

/** Adds or changes an own exercise. */
export function ExerciseForm({ exercise, initialName = '', onClose, onSaved }: ExerciseFormProps) {
  const client = useQueryClient();
  const facets = useQuery(facetsQuery);
  const [key] = useState(idempotencyKey);
  const form = useAppForm<Values>({ schema, defaultValues: valuesOf(exercise, initialName) });

  const save = async (values: Values) => {
    const body = bodyOf(values);
    const saved = await (exercise ? replaceExercise(exercise.id, body) : createExercise(body, key));
    await client.invalidateQueries({ queryKey: ['exercises'] });
    toast(exercise ? 'Exercise saved.' : `${saved.name} added.`, { tone: 'good' });
    onClose();
    onSaved?.(saved);
  };

  const names = new Map(exercise?.substitutes.map(({ id, name }) => [id, name]));
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      kind="wide"
      title={exercise ? `Edit ${exercise.name}` : 'Add your own exercise'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="exercise-form"
            busy={form.formState.isSubmitting}
          >
            {exercise ? 'Save' : 'Add exercise'}
          </Button>
        </>
      }
    >
      <Form form={form} onSubmit={save} id="exercise-form">
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField<Values> name="name" label="Name">
            {(field) => <Input {...field} value={String(field.value)} />}
          </FormField>
          <FormField<Values> name="category_id" label="Category">
            {(field) => (
              <Select
                {...field}
                value={String(field.value)}
                placeholder="Choose…"
                options={(facets.data?.categories ?? []).map(({ id, name, parent_id }) => ({
                  value: id,
                  label: parent_id ? `\u2003${name}` : name,
                }))}
              />
            )}
          </FormField>
          <FormField<Values> name="measurement" label="Logged as">
            {(field) => (
              <Select {...field} value={String(field.value)} options={choicesOf(MEASUREMENTS)} />
            )}
          </FormField>
          <FormField<Values> name="level" label="Level">
            {(field) => (
              <Select {...field} value={String(field.value)} options={choicesOf(LEVELS)} />
            )}
          </FormField>
          <FormField<Values> name="movement_pattern" label="Movement">
            {(field) => (
              <Select {...field} value={String(field.value)} options={choicesOf(PATTERNS)} />
            )}
          </FormField>
          <FormField<Values> name="mechanics" label="Joints">
            {(field) => (
              <Select
                {...field}
                value={String(field.value)}
                options={[
                  { value: 'compound', label: 'Compound: several joints' },
                  { value: 'isolation', label: 'Isolation: one joint' },
                ]}
              />
            )}
          </FormField>
        </div>
        <FormField<Values> name="primary_muscles" label="Trains">
          {({ value, onChange }) => (
            <PickMany
              label="Trains"
              choices={choicesOf(MUSCLES)}
              value={value as string[]}
              onChange={onChange}
            />
          )}
        </FormField>
        <FormField<Values> name="secondary_muscles" label="Helping muscles" optional>
          {({ value, onChange }) => (
            <PickMany
              label="Helping muscles"
              choices={choicesOf(MUSCLES)}
              value={value as string[]}
              onChange={onChange}
            />
          )}
        </FormField>
        <FormField<Values> name="equipment" label="Equipment">
          {({ value, onChange }) => (
            <PickMany
              label="Equipment"
              choices={choicesOf(EQUIPMENT)}
              value={value as string[]}
              onChange={onChange}
            />
          )}
        </FormField>
        <FormField<Values> name="unilateral" label="Sides" hideLabel>
          {({ value, onChange }) => (
            <Checkbox
              label="Trains one side at a time"
              checked={value === true}
              onCheckedChange={onChange}
            />
          )}
        </FormField>
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField<Values>
            name="cues"
            label="Cues"
            optional
            help="One a line, as you say them in the gym."
          >
            {({ value, onChange, onBlur }) => (
              <LinesInput value={value as string[]} onChange={onChange} onBlur={onBlur} />
            )}
          </FormField>
          <FormField<Values>
            name="aliases"
            label="Other names"
            optional
            help="One a line; search finds them too."
          >
            {({ value, onChange, onBlur }) => (
              <LinesInput value={value as string[]} onChange={onChange} onBlur={onBlur} />
            )}
          </FormField>
        </div>
        <FormField<Values> name="description" label="Description" optional>
          {(field) => <Textarea {...field} value={String(field.value)} />}
        </FormField>
        <FormField<Values>
          name="video_url"
          label="Video"
          optional
          help="A link that starts with https://."
        >
          {(field) => <Input {...field} type="url" value={String(field.value)} />}
        </FormField>
        <FormField<Values> name="substitutes" label="Substitutes" optional>
          {({ value, onChange }) => (
            <SubstitutePicker value={value as string[]} known={names} onChange={onChange} />
          )}
        </FormField>
      </Form>
    </ResponsiveDialog>
  );
}
