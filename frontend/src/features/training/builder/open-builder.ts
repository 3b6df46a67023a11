import { useEffect } from 'react';
import type { ApiError } from '@/api/errors';
import type { TemplateOut } from '@/api/generated';
import { queryClient } from '@/lib/query';
import { newId } from '../document/make';
import { savedFromApi } from '../templates/convert';
import { fetchTemplate, saveTemplate, templateQuery } from '../templates/queries';
import type { SavedTemplate } from './content';
import { localDrafts } from './drafts';
import { BuilderStore } from './store';

/** This tab's name among the tabs that may edit the same template. */
const TAB = newId();

interface Conflict {
  current?: { updated_by?: string | null };
}

/** The newest version after a refused save: the conflict names who saved it, a read brings all of it. */
async function theirsOf(templateId: string, error: ApiError): Promise<SavedTemplate | null> {
  if (error.code !== 'template_version_conflict') return null;
  const { current } = error.problem as Conflict;
  return savedFromApi(await fetchTemplate(templateId), current?.updated_by ?? null);
}

/** A store over the loaded template that saves through the API and keeps drafts in this browser. */
export function openBuilder(template: TemplateOut, userId: string): BuilderStore {
  return new BuilderStore(savedFromApi(template), {
    save: async (version, content, leaving) => {
      const saved = await saveTemplate(template.id, version, content, leaving);
      queryClient.setQueryData(templateQuery(template.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['templates', 'list'] });
      return savedFromApi(saved);
    },
    conflictOf: (error) => theirsOf(template.id, error),
    drafts: localDrafts(userId),
    tab: TAB,
  });
}

/** Saves at once when the page is left or hidden and when the network is back. */
export function useSaving(store: BuilderStore): void {
  useEffect(() => {
    const { autosave } = store;
    const leave = () => void autosave.flush(true);
    const hide = () => document.visibilityState === 'hidden' && leave();
    const wake = () => void autosave.flush();
    const warn = (event: BeforeUnloadEvent) => {
      // The draft stays on this device; the question is for whoever expects it on the next one.
      if (!['saved', 'waiting', 'saving'].includes(autosave.state.kind)) event.preventDefault();
    };
    addEventListener('pagehide', leave);
    addEventListener('online', wake);
    addEventListener('beforeunload', warn);
    document.addEventListener('visibilitychange', hide);
    return () => {
      removeEventListener('pagehide', leave);
      removeEventListener('online', wake);
      removeEventListener('beforeunload', warn);
      document.removeEventListener('visibilitychange', hide);
      void autosave.flush().finally(() => autosave.stop());
    };
  }, [store]);
}
