import { useMemo } from 'react';
import { messageOf } from '@/api/errors';
import type { TemplateRow } from '@/api/generated';
import { idempotencyKey } from '@/api/http';
import { toast, toastUndo } from '@/lib/toasts';
import { archiveTemplate, copyTemplate, restoreTemplate } from './queries';

export interface TemplateActions {
  copy: (row: TemplateRow) => void;
  archive: (row: TemplateRow) => void;
  restore: (row: TemplateRow) => void;
}

/** What can be done with a template of the list; `refresh` asks for the list anew. Keep it stable. */
export function useTemplateActions(refresh: () => Promise<void>): TemplateActions {
  return useMemo(() => {
    const run = async (work: () => Promise<unknown>, then: () => void) => {
      try {
        await work();
        await refresh();
        then();
      } catch (error) {
        toast(messageOf(error), { tone: 'bad' });
      }
    };
    const restore = (row: TemplateRow) =>
      void run(
        () => restoreTemplate(row.id),
        () => toast(`“${row.name}” is back.`),
      );
    return {
      restore,
      copy: (row) =>
        void run(
          () => copyTemplate(row.id, idempotencyKey()),
          () => toast(`“${row.name}” copied.`, { tone: 'good' }),
        ),
      archive: (row) =>
        void run(
          () => archiveTemplate(row.id),
          () => toastUndo(`“${row.name}” archived.`, () => restore(row)),
        ),
    };
  }, [refresh]);
}
