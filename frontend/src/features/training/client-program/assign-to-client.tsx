import { useState } from 'react';
import type { ListTemplatesData, ListTemplatesResponses } from '@/api/generated';
import { api } from '@/api/http';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { plural } from '@/lib/numbers';
import { AssignDialog } from '../assign/assign-dialog';

async function search(q: string, signal: AbortSignal): Promise<ComboboxOption[]> {
  const page = await api.get<ListTemplatesData, ListTemplatesResponses>('/api/templates', {
    query: { q: q.trim() || null, limit: 20 },
    signal,
  });
  return page.items.map((row) => ({
    value: row.id,
    label: row.name,
    detail: `${plural(row.weeks, 'week')}, ${plural(row.workouts, 'workout')}`,
  }));
}

interface AssignToClientProps {
  clientId: string;
  clientName: string;
  onClose: () => void;
}

/** Chooses the template first; the client is given. */
export function AssignToClient({ clientId, clientName, onClose }: AssignToClientProps) {
  const [template, setTemplate] = useState<ComboboxOption | null>(null);
  const [initial] = useState(() => new Map([[clientId, clientName]]));
  if (template)
    return <AssignDialog templateId={template.value} initial={initial} onClose={onClose} />;
  return (
    <ResponsiveDialog open onOpenChange={onClose} title={`A program for ${clientName}`}>
      <Field label="Template">
        <Combobox value={null} search={search} onValueChange={setTemplate} />
      </Field>
    </ResponsiveDialog>
  );
}
