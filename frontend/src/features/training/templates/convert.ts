import type { Prescription, TemplateDocument, TemplateIn, TemplateOut } from '@/api/generated';
import type { SavedTemplate, TemplateContent } from '../builder/content';
import type { Load, ProgramDocument } from '../document/types';

function loadOf(load: Prescription['load']): Load | null {
  return load ?? null;
}

/** The API leaves out keys at their default; the builder has every one. */
export function documentFromApi({ phases }: TemplateDocument): ProgramDocument {
  return {
    phases: phases.map(({ id, name, weeks }) => ({
      id,
      name,
      weeks: weeks.map((week) => ({
        id: week.id,
        name: week.name ?? null,
        deload: week.deload ?? false,
        days: week.days.map((day) => ({
          id: day.id,
          name: day.name,
          notes: day.notes ?? null,
          blocks: day.blocks.map((block) => ({
            id: block.id,
            kind: block.kind,
            rounds: block.rounds ?? null,
            rest_s: block.rest_s ?? null,
            prescriptions: block.prescriptions.map((part) => ({
              id: part.id,
              exercise_id: part.exercise_id,
              sets: part.sets,
              reps: part.reps ?? null,
              duration_s: part.duration_s ?? null,
              distance_m: part.distance_m ?? null,
              load: loadOf(part.load),
              tempo: part.tempo ?? null,
              rest_s: part.rest_s ?? null,
              per_side: part.per_side ?? false,
              notes: part.notes ?? null,
            })),
          })),
        })),
      })),
    })),
  };
}

export function contentFromApi(template: TemplateOut): TemplateContent {
  const { name, description, level, goal, document } = template;
  return { name, description, level, goal, document: documentFromApi(document) };
}

export function savedFromApi(
  template: TemplateOut,
  updatedBy: string | null = null,
): SavedTemplate {
  return {
    id: template.id,
    version: template.version,
    content: contentFromApi(template),
    updatedAt: template.updated_at,
    updatedBy,
  };
}

/** The document's lists are read-only here and plain arrays there; JSON knows no difference. */
export function contentToApi(content: TemplateContent): TemplateIn {
  return { ...content, document: content.document as unknown as TemplateDocument };
}
