import { createContext, lazy, type ReactNode, Suspense, use, useMemo, useState } from 'react';

/** The dialogs of the builder; each comes with its first use. */
export type DialogName =
  | { kind: 'copy-day'; dayId: string }
  | { kind: 'copy-week'; weekId: string }
  | { kind: 'rename-week'; weekId: string }
  | { kind: 'rename-phase'; phaseId: string }
  | { kind: 'details' }
  | { kind: 'assign' };

interface Dialogs {
  open: (dialog: DialogName) => void;
}

const Scope = createContext<Dialogs | null>(null);

export function useDialogs(): Dialogs {
  const dialogs = use(Scope);
  if (!dialogs) throw new Error('useDialogs needs DialogScope');
  return dialogs;
}

const CopyDialog = lazy(() => import('./copy-dialog').then((m) => ({ default: m.CopyDialog })));
const RenameDialog = lazy(() =>
  import('./rename-dialog').then((m) => ({ default: m.RenameDialog })),
);
const DetailsDialog = lazy(() =>
  import('./details-dialog').then((m) => ({ default: m.DetailsDialog })),
);
const AssignDialog = lazy(() =>
  import('../../assign/assign-dialog').then((m) => ({ default: m.AssignDialog })),
);

export function DialogScope({ templateId, children }: { templateId: string; children: ReactNode }) {
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const dialogs = useMemo(() => ({ open: setDialog }), []);
  const close = () => setDialog(null);
  return (
    <Scope value={dialogs}>
      {children}
      <Suspense fallback={null}>
        {(dialog?.kind === 'copy-day' || dialog?.kind === 'copy-week') && (
          <CopyDialog dialog={dialog} onClose={close} />
        )}
        {(dialog?.kind === 'rename-week' || dialog?.kind === 'rename-phase') && (
          <RenameDialog dialog={dialog} onClose={close} />
        )}
        {dialog?.kind === 'details' && <DetailsDialog onClose={close} />}
        {dialog?.kind === 'assign' && <AssignDialog templateId={templateId} onClose={close} />}
      </Suspense>
    </Scope>
  );
}
