import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { changePhase, changeWeek } from '../../document/edit';
import { findWeek } from '../../document/walk';
import { useBuilder } from '../builder-context';

type RenameDialogProps = {
  dialog: { kind: 'rename-week'; weekId: string } | { kind: 'rename-phase'; phaseId: string };
  onClose: () => void;
};

/** Names a phase, or a week, whose number stands for it when the name is left empty. */
export function RenameDialog({ dialog, onClose }: RenameDialogProps) {
  const { store } = useBuilder();
  const { document } = store.state.content;
  const isWeek = dialog.kind === 'rename-week';
  const before = isWeek
    ? (findWeek(document, dialog.weekId)?.week.name ?? '')
    : (document.phases.find(({ id }) => id === dialog.phaseId)?.name ?? '');
  const [name, setName] = useState(before);
  const [error, setError] = useState<string>();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const clean = name.trim();
    if (clean.length > 120) return setError('Keep the name within 120 characters.');
    if (!isWeek && clean === '') return setError('Give the phase a name.');
    if (clean !== before) {
      store.edit(`Rename to ${clean || 'its number'}`, (now) =>
        isWeek
          ? changeWeek(now, dialog.weekId, (week) => ({ ...week, name: clean || null }))
          : changePhase(now, dialog.phaseId, (phase) => ({ ...phase, name: clean })),
      );
    }
    onClose();
  };

  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={isWeek ? 'Rename week' : 'Rename phase'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="rename">
            Rename
          </Button>
        </>
      }
    >
      <form id="rename" noValidate onSubmit={submit}>
        <Field
          label="Name"
          error={error}
          help={isWeek ? 'Leave it empty to show the week’s number.' : undefined}
        >
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </ResponsiveDialog>
  );
}
