import { Link } from '@tanstack/react-router';
import { ChevronLeft, Redo2, Undo2 } from 'lucide-react';
import { usePermission } from '@/api/session';
import { Button, buttonClass, IconButton } from '@/components/ui/button';
import { Chip, Kbd } from '@/components/ui/display';
import { wordOf } from '../labels';
import { useBuilder, useStoreState } from './builder-context';
import { useDialogs } from './dialogs/dialogs';
import { SaveStatus } from './save-status';

const command = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl ';

/** Where one is, whether it is saved, and what can be done with the whole template. */
export function Toolbar() {
  const { store } = useBuilder();
  const { content, undoLabel, redoLabel } = useStoreState(store);
  const { open } = useDialogs();
  const mayAssign = usePermission('programs:assign') !== null;
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-2 lg:gap-3 lg:px-5">
      <Link
        to="/app/training/templates"
        aria-label="Templates"
        className={`${buttonClass('quiet', 'sm')} px-1.5! max-lg:w-11`}
      >
        <ChevronLeft size={18} aria-hidden className="lg:hidden" />
        <span className="hidden lg:inline">Templates</span>
      </Link>
      <span aria-hidden="true" className="hidden text-faint lg:inline">
        /
      </span>
      <div className="flex min-w-0 flex-col lg:flex-row lg:items-center lg:gap-3">
        <button
          type="button"
          title="Name, level, goal and description"
          onClick={() => open({ kind: 'details' })}
          className="relative min-w-0 truncate rounded text-left font-semibold hover:text-accent-ink"
        >
          {content.name}
          <span className="sr-only">, change the details</span>
        </button>
        {content.level && (
          <span className="hidden xl:inline">
            <Chip>{wordOf(content.level)}</Chip>
          </span>
        )}
        <span className="min-w-0 max-lg:text-xs">
          <SaveStatus />
        </span>
      </div>
      <span className="ml-auto flex shrink-0 items-center gap-1.5">
        <Button
          size="sm"
          variant="quiet"
          className="max-lg:hidden"
          disabled={undoLabel === null}
          title={undoLabel ? `Undo: ${undoLabel}` : 'Nothing to undo'}
          onClick={() => store.undo()}
        >
          Undo <Kbd>{command}Z</Kbd>
        </Button>
        <span className="lg:hidden">
          <IconButton
            label={undoLabel ? `Undo: ${undoLabel}` : 'Undo'}
            disabled={undoLabel === null}
            onClick={() => store.undo()}
          >
            <Undo2 size={18} aria-hidden />
          </IconButton>
        </span>
        <IconButton
          label={redoLabel ? `Redo: ${redoLabel}` : 'Redo'}
          size="sm"
          disabled={redoLabel === null}
          onClick={() => store.redo()}
        >
          <Redo2 size={17} aria-hidden />
        </IconButton>
        {mayAssign && (
          <Button
            size="sm"
            variant="primary"
            className="h-[34px]! touch:h-11!"
            onClick={() => {
              void store.autosave.flush().then(() => open({ kind: 'assign' }));
            }}
          >
            Assign
          </Button>
        )}
      </span>
    </header>
  );
}
