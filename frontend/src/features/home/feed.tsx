import { useEffect, useState } from 'react';
import type { FeedItem } from '@/api/generated';
import { useSession } from '@/api/session';
import { MomentText } from '@/components/ui/date-text';
import { Card, CardHeader, ProgressBar } from '@/components/ui/display';
import { useLiveStatus } from '@/lib/realtime/live';
import { ClientName, PersonRow, QuietLine } from './row';
import { recordText, workText } from './words';

/** Now, anew every half minute, so that "2 min. ago" stays true. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function LiveMark() {
  const live = useLiveStatus() === 'live';
  return (
    <span role="status" className="flex items-center gap-1.5 text-xs font-medium text-faint">
      <span
        aria-hidden="true"
        className={`size-1.5 rounded-full ${live ? 'bg-good' : 'bg-line-strong'}`}
      />
      {live ? 'Live' : 'Connecting'}
    </span>
  );
}

function Training({ item }: { item: FeedItem }) {
  const planned = item.exercises_planned ?? 0;
  // An exercise counts from its first set on: it is the one they are at, not one behind them.
  const at = Math.min(Math.max(1, item.exercises_done), planned);
  return (
    <>
      <p>
        <ClientName id={item.client_id} name={item.client_name} /> is training:{' '}
        <b className="font-semibold">{item.workout_name}</b>
        {planned > 0 && `, exercise ${at} of ${planned}`}
      </p>
      {planned > 0 && (
        <ProgressBar
          value={item.exercises_done / planned}
          label={`${item.client_name}, ${item.workout_name}`}
          text={`${item.exercises_done} of ${planned} exercises begun`}
          className="mt-2 max-w-80"
        />
      )}
    </>
  );
}

function Finished({ item }: { item: FeedItem }) {
  const { units } = useSession().user;
  const [first, ...more] = item.records;
  return (
    <>
      <p>
        <ClientName id={item.client_id} name={item.client_name} /> finished{' '}
        <b className="font-semibold">{item.workout_name}</b>
      </p>
      <p className="text-soft tabular-nums">
        {workText(item, units)}
        {first && (
          <span className="text-accent-ink">
            {'. '}
            {recordText(first, units)}
            {more.length > 0 && ` and ${more.length} more`}
          </span>
        )}
      </p>
    </>
  );
}

/** Who trained and who is training, the newest first. */
export function Feed({ items }: { items: readonly FeedItem[] }) {
  const now = useNow();
  const { time_zone: timeZone } = useSession().user;
  return (
    <Card aria-labelledby="feed">
      <CardHeader title={<span id="feed">Just now</span>}>
        <LiveMark />
      </CardHeader>
      {items.length === 0 ? (
        <QuietLine>
          When somebody starts or finishes a workout, it appears here by itself.
        </QuietLine>
      ) : (
        <ul>
          {items.map((item) => (
            <PersonRow
              key={item.session_id}
              name={item.client_name}
              end={
                <span className="text-faint tabular-nums">
                  {item.kind === 'training' ? (
                    'now'
                  ) : (
                    <MomentText at={item.at} timeZone={timeZone} now={now} />
                  )}
                </span>
              }
            >
              {item.kind === 'training' ? <Training item={item} /> : <Finished item={item} />}
            </PersonRow>
          ))}
        </ul>
      )}
    </Card>
  );
}
