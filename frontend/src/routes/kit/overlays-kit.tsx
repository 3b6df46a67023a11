import { Archive, Copy, MoreHorizontal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { Tooltip } from '@/components/ui/tooltip';
import type { PeopleSearch } from '@/lib/commands';
import { toast, toastUndo } from '@/lib/toasts';
import { Row, Sample, Samples } from './sample';

const Palette = lazy(() =>
  import('@/components/layout/palette').then((m) => ({ default: m.Palette })),
);
const Shortcuts = lazy(() =>
  import('@/components/layout/shortcuts').then((m) => ({ default: m.Shortcuts })),
);

const people: PeopleSearch = async (query) =>
  ['Mia Rossi', 'João Martins', 'Lena Fischer']
    .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
    .map((name) => ({ id: name, name, detail: 'Active', run: () => toast(`Opened ${name}`) }));

function Dialogs() {
  const [kind, setKind] = useState<'dialog' | 'wide' | 'side' | null>(null);
  const { confirm, confirmDialog } = useConfirm();
  const ask = async () => {
    const yes = await confirm({
      title: 'Cancel this program?',
      text: 'Mia keeps what she has done; the planned workouts go.',
      action: 'Cancel program',
      danger: true,
    });
    toast(yes ? 'Cancelled' : 'Nothing changed');
  };
  return (
    <Sample title="Dialogs">
      <Row>
        <Button onClick={() => setKind('dialog')}>Dialog</Button>
        <Button onClick={() => setKind('wide')}>Wide dialog</Button>
        <Button onClick={() => setKind('side')}>At the side</Button>
        <Button onClick={() => void ask()}>Confirm</Button>
      </Row>
      <ResponsiveDialog
        open={kind !== null}
        onOpenChange={() => setKind(null)}
        kind={kind ?? 'dialog'}
        title="Add client"
        description="They get an invitation once you say so."
        footer={
          <>
            <Button onClick={() => setKind(null)}>Cancel</Button>
            <Button variant="primary" onClick={() => setKind(null)}>
              Add client
            </Button>
          </>
        }
      >
        <Field label="Name">
          <Input autoComplete="off" />
        </Field>
      </ResponsiveDialog>
      {confirmDialog}
    </Sample>
  );
}

function Notices() {
  return (
    <Sample title="Notices">
      <Row>
        <Button onClick={() => toast('Saved', { tone: 'good' })}>Good</Button>
        <Button onClick={() => toast('Could not be saved', { tone: 'bad' })}>Bad</Button>
        <Button onClick={() => toastUndo('Mia Rossi archived', () => toast('Restored'))}>
          With undo
        </Button>
      </Row>
    </Sample>
  );
}

function Menus() {
  return (
    <Sample title="Menu and tooltip">
      <Row>
        <Menu
          align="start"
          trigger={
            <IconButton label="More" variant="outline">
              <MoreHorizontal size={18} aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Copy size={16} />} onSelect={() => toast('Copied')}>
            Copy template
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Archive size={16} />} onSelect={() => toast('Archived')}>
            Archive
          </MenuItem>
        </Menu>
        <Tooltip text="Done sets of the planned ones, over 28 days">
          <Button variant="quiet">Adherence</Button>
        </Tooltip>
      </Row>
    </Sample>
  );
}

function Commands() {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  return (
    <Sample title="Commands">
      <Row>
        <Button onClick={() => setOpen('palette')}>Palette</Button>
        <Button onClick={() => setOpen('shortcuts')}>Shortcuts</Button>
      </Row>
      <Suspense fallback={null}>
        {open === 'palette' && <Palette searchPeople={people} onClose={() => setOpen(null)} />}
        {open === 'shortcuts' && <Shortcuts onClose={() => setOpen(null)} />}
      </Suspense>
    </Sample>
  );
}

export function OverlaysKit() {
  return (
    <Samples>
      <Dialogs />
      <Notices />
      <Menus />
      <Commands />
    </Samples>
  );
}
