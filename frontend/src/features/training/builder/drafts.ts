import type { TemplateContent } from './content';

/** What was typed and not yet saved, and the version that it was typed on. */
export interface Draft {
  base: number;
  content: TemplateContent;
  /** The tab that wrote it. */
  tab: string;
}

export interface DraftStore {
  read(templateId: string): Draft | null;
  write(templateId: string, draft: Draft): void;
  /** Forgets a draft of this tab; another tab's stays. */
  drop(templateId: string, tab: string): void;
}

/**
 * Drafts in the browser's local storage, by person: it is written at once, so that a closed tab or a flat
 * battery loses nothing. When storage is full or forbidden the draft lives in the open page alone.
 */
export function localDrafts(userId: string, storage: Storage = localStorage): DraftStore {
  const key = (templateId: string) => `stoke.draft.template.${userId}.${templateId}`;
  const read = (templateId: string): Draft | null => {
    try {
      return JSON.parse(storage.getItem(key(templateId)) ?? 'null') as Draft | null;
    } catch {
      return null;
    }
  };
  return {
    read,
    write(templateId, draft) {
      try {
        storage.setItem(key(templateId), JSON.stringify(draft));
      } catch {
        // Full or forbidden: see above.
      }
    },
    drop(templateId, tab) {
      if (read(templateId)?.tab === tab) storage.removeItem(key(templateId));
    },
  };
}
