import { useQuery } from '@tanstack/react-query';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { longDate } from '@/lib/dates';
import type { Units } from '@/lib/units';
import { sessionQuery } from '@/lib/workouts/queries';
import { SessionDetail } from './session-detail';

export interface SessionSheetProps {
  sessionId: string;
  units: Units;
  /** The reader's date, `2026-11-20`: this year's dates go without it. */
  today: string;
  /** The reader may correct what was logged. */
  correctable?: boolean;
  onClose: () => void;
}

/** One finished workout over the page: at the right edge on a wide screen, from below on a phone. */
export function SessionSheet(props: SessionSheetProps) {
  const { sessionId, units, today, correctable = false, onClose } = props;
  const { data } = useQuery(sessionQuery(sessionId));
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      kind="side"
      title={data?.session.name ?? 'Workout'}
      description={data && longDate(data.session.local_date, today)}
    >
      <SessionDetail sessionId={sessionId} units={units} correctable={correctable} />
    </ResponsiveDialog>
  );
}
