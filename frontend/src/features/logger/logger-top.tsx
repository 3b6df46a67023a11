import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, Ellipsis } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import type { LogView } from '@/lib/workout-log/store';
import { SyncLine } from './sync-line';

export type SheetName =
  | 'more'
  | 'discard'
  | 'overview'
  | 'swap'
  | 'add'
  | 'plates'
  | 'note'
  | 'finish';

export interface LoggerTopProps {
  view: LogView;
  name: string;
  onSheet: (sheet: SheetName) => void;
}

/** Minimise, what is going on and whether it is saved, and everything that is rare. */
export function LoggerTop({ view, name, onSheet }: LoggerTopProps) {
  const navigate = useNavigate();
  return (
    <div className="flex items-center justify-between gap-2 px-2 pt-3 pb-2.5">
      <IconButton label="Minimise workout" onClick={() => void navigate({ to: '/me' })}>
        <ChevronDown size={22} aria-hidden />
      </IconButton>
      <div className="min-w-0 text-center leading-5">
        <p className="truncate font-semibold">{name}</p>
        <SyncLine view={view} />
      </div>
      <IconButton label="More" aria-haspopup="dialog" onClick={() => onSheet('more')}>
        <Ellipsis size={22} aria-hidden />
      </IconButton>
    </div>
  );
}
