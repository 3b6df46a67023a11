import { Link } from '@tanstack/react-router';
import type { Assigned } from '@/api/generated';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { todayIn } from '@/components/ui/date-text';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { shortDate } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import type { Chosen } from './client-picker';

interface AssignResultProps {
  result: Assigned;
  names: Chosen;
  title: string;
  onClose: () => void;
}

/** What was made, with a way to each client. */
export function AssignResult({ result, names, title, onClose }: AssignResultProps) {
  const { user } = useSession();
  const today = todayIn(user.time_zone);
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <p role="status">
        <span className="font-semibold">{plural(result.programs.length, 'program')} made</span>,{' '}
        {plural(result.workouts_per_client, 'workout')} each, {shortDate(result.start_on, today)} to{' '}
        {shortDate(result.end_on, today)}.
        {result.replaced > 0 &&
          ` ${plural(result.replaced, 'earlier program')} ${result.replaced === 1 ? 'was' : 'were'} cancelled.`}
      </p>
      <ul className="mt-3 max-h-72 divide-y divide-line overflow-y-auto rounded-xl border border-line">
        {result.programs.map(({ id, client_id }) => (
          <li key={id}>
            <Link
              to={`/app/clients/${client_id}` as '/app/clients'}
              onClick={onClose}
              className="flex min-h-10 items-center justify-between px-3 hover:bg-fill touch:min-h-11"
            >
              <span className="truncate">{names.get(client_id) ?? 'Client'}</span>
              <span className="shrink-0 text-sm text-accent-ink">Open</span>
            </Link>
          </li>
        ))}
      </ul>
    </ResponsiveDialog>
  );
}
