import { Flag, List, NotebookPen, Plus, Trash2 } from 'lucide-react';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { cx } from '@/lib/cx';
import type { SheetName } from './logger-top';

const entries = [
  { sheet: 'overview', label: 'All exercises', icon: List },
  { sheet: 'add', label: 'Add exercise', icon: Plus },
  { sheet: 'note', label: 'Notes', icon: NotebookPen },
  { sheet: 'finish', label: 'Finish workout', icon: Flag },
  { sheet: 'discard', label: 'Discard workout', icon: Trash2 },
] as const;

export interface MoreSheetProps {
  name: string;
  onSheet: (sheet: SheetName) => void;
  onClose: () => void;
}

/** What is needed rarely; a sheet, because a small menu is hard to hit with a shaking thumb. */
export function MoreSheet({ name, onSheet, onClose }: MoreSheetProps) {
  return (
    <ResponsiveDialog open onOpenChange={onClose} title={name}>
      <ul className="-mx-2 text-lg">
        {entries.map(({ sheet, label, icon: Icon }) => (
          <li key={sheet}>
            <button
              type="button"
              onClick={() => onSheet(sheet)}
              className={cx(
                'flex min-h-13 w-full items-center gap-3 rounded-control px-3 text-left hover:bg-fill',
                sheet === 'discard' && 'text-bad-ink',
              )}
            >
              <Icon size={20} aria-hidden />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </ResponsiveDialog>
  );
}
