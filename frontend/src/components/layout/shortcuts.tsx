import { useSyncExternalStore } from 'react';
import { Kbd } from '@/components/ui/display';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { currentCommands, modifier, subscribeCommands } from '@/lib/commands';

const always = [
  { id: 'palette', label: 'Search people, pages and actions', keys: `${modifier} K` },
  { id: 'shortcuts', label: 'This list', keys: '?' },
];

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const commands = useSyncExternalStore(subscribeCommands, currentCommands);
  const rows = [...always, ...commands.filter((command) => command.keys)];
  return (
    <ResponsiveDialog open onOpenChange={onClose} title="Keyboard shortcuts">
      <dl className="divide-y divide-line">
        {rows.map(({ id, label, keys }) => (
          <div key={id} className="flex items-center justify-between py-2.5">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              {keys?.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </ResponsiveDialog>
  );
}
