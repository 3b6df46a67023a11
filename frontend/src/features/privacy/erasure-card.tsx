import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ErasureOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { Card, CardHeader } from '@/components/ui/display';
import { fullDate, localDate } from '@/lib/dates';
import { tellFailure } from './words';

interface ErasureCardProps {
  erasure: ErasureOut | null;
  /** Whose data: "your data", "Mia’s data". */
  whose: string;
  what: string;
  onErase: () => Promise<unknown>;
  onKeep: () => Promise<unknown>;
  /** Whether the person may take back the erasure that waits. */
  mayKeep: boolean;
}

/** Having data erased, with 30 days to change one's mind. */
export function ErasureCard({ erasure, whose, what, onErase, onKeep, mayKeep }: ErasureCardProps) {
  const { time_zone: timeZone } = useSession().user;
  const queries = useQueryClient();
  const { confirm, confirmDialog } = useConfirm();
  const settled = {
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['privacy'] }),
  };
  const erase = useMutation({ mutationFn: onErase, ...settled });
  const keep = useMutation({ mutationFn: onKeep, ...settled });
  const ask = async () => {
    const yes = await confirm({
      title: `Erase ${whose}?`,
      text: `${what} In 30 days it is gone for good. Until then this can be taken back.`,
      action: 'Erase in 30 days',
      danger: true,
    });
    if (yes) erase.mutate();
  };
  const day = erasure && fullDate(localDate(new Date(erasure.due_at), timeZone));
  return (
    <Card aria-label="Erase">
      <CardHeader title={<span className="wrap-anywhere">Erase {whose}</span>} />
      <div className="flex flex-wrap items-center justify-between gap-3 px-4 pb-4">
        {erasure?.state === 'done' ? (
          <p className="text-soft">These data were erased.</p>
        ) : erasure ? (
          <>
            <p className="min-w-0 flex-1 basis-64">
              On <span className="font-medium">{day}</span> everything is erased.
              {!mayKeep && ' Only the client can take this back.'}
            </p>
            {mayKeep && (
              <Button variant="primary" busy={keep.isPending} onClick={() => keep.mutate()}>
                Keep the data
              </Button>
            )}
          </>
        ) : (
          <>
            <p className="min-w-0 flex-1 basis-64 text-soft">{what}</p>
            <Button variant="danger" busy={erase.isPending} onClick={() => void ask()}>
              Erase
            </Button>
          </>
        )}
      </div>
      {confirmDialog}
    </Card>
  );
}
