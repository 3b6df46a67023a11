import type { ProgramDocument } from '../document/types';

/** All of a template that the builder edits and saves as one. */
export interface TemplateContent {
  name: string;
  description: string | null;
  level: 'beginner' | 'intermediate' | 'advanced' | null;
  goal: string | null;
  document: ProgramDocument;
}

/** A template as the server last had it. */
export interface SavedTemplate {
  id: string;
  version: number;
  content: TemplateContent;
  updatedAt: string;
  /** Who saved it; null where the server does not say. */
  updatedBy: string | null;
}
