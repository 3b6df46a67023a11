import { Button } from '@/components/ui/button';
import { plural } from '@/lib/numbers';

export interface BusyClient {
  id: string;
  name: string;
}

interface BusyClientsProps {
  clients: readonly BusyClient[];
  /** How many were chosen in all. */
  total: number;
  busy: boolean;
  onReplace: () => void;
  onSkip: () => void;
  onBack: () => void;
}

/** Some of the chosen are in a program: replace theirs, leave them out, or go back. */
export function BusyClients({ clients, total, busy, onReplace, onSkip, onBack }: BusyClientsProps) {
  const others = total - clients.length;
  return (
    <div className="flex flex-col gap-4">
      <div role="alert">
        <p className="font-semibold">
          {clients.length === 1
            ? `${clients[0]?.name} is in a program already`
            : `${clients.length} of ${total} clients are in a program already`}
        </p>
        <p className="mt-1 text-soft">
          Replacing cancels what is still planned there. What was trained stays.
        </p>
      </div>
      {clients.length > 1 && (
        <ul className="max-h-48 overflow-y-auto rounded-xl border border-line bg-bg px-3 py-2">
          {clients.map(({ id, name }) => (
            <li key={id} className="py-0.5">
              {name}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-col gap-2 sm:flex-row sm:justify-end">
        <Button variant="quiet" onClick={onBack}>
          Back
        </Button>
        {others > 0 && (
          <Button busy={busy} onClick={onSkip}>
            Leave them out, assign to {plural(others, 'client')}
          </Button>
        )}
        <Button variant="primary" busy={busy} onClick={onReplace}>
          Replace
        </Button>
      </div>
    </div>
  );
}
