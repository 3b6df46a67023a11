import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, Ellipsis, Flag, List, NotebookPen, Plus, Trash2 } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import type { LogView } from '@/lib/workout-log/store';
import { SyncLine } from './sync-line';

export type SheetName = 'overview' | 'swap' | 'add' | 'plates' | 'note' | 'finish';

export interface LoggerTopProps {
  view: LogView;
  name: string;
  onSheet: (sheet: SheetName) => void;
  onDiscard: () => void;
}

/** Minimise, what is going on and whether it is saved, and everything that is rare. */
export function LoggerTop({ view, name, onSheet, onDiscard }: LoggerTopProps) {
  const navigate = useNavigate();
  return (
    <header className="flex items-center justify-between gap-2 px-2 pt-3 pb-2.5">
      <IconButton label="Minimise workout" onClick={() => void navigate({ to: '/me' })}>
        <ChevronDown size={22} aria-hidden />
      </IconButton>
      <div className="min-w-0 text-center leading-5">
        <p className="truncate font-semibold">{name}</p>
        <SyncLine view={view} />
      </div>
      <Menu
        trigger={
          <IconButton label="More">
            <Ellipsis size={22} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<List size={18} />} onSelect={() => onSheet('overview')}>
          All exercises
        </MenuItem>
        <MenuItem icon={<Plus size={18} />} onSelect={() => onSheet('add')}>
          Add exercise
        </MenuItem>
        <MenuItem icon={<NotebookPen size={18} />} onSelect={() => onSheet('note')}>
          Notes
        </MenuItem>
        <MenuItem icon={<Flag size={18} />} onSelect={() => onSheet('finish')}>
          Finish workout
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 size={18} />} onSelect={onDiscard}>
          Discard workout
        </MenuItem>
      </Menu>
    </header>
  );
}
