import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { RingTimer } from '@/components/ui/ring-timer';
import type { KeptSession } from '@/lib/workout-log/types';
import { endRest, extendRest } from './actions';
import { ringRestOver } from './cues';

/** How long an ended rest stays on screen; one that ended while the phone slept longer is not announced. */
const LINGER_MS = 12_000;

export interface RestBarProps {
  rest: NonNullable<KeptSession['rest']>;
  change: (edit: (session: KeptSession) => KeptSession) => void;
}

/** The rest that runs: counted to a moment of the wall clock, so that a reload or a locked screen keep it right. */
export function RestBar({ rest, change }: RestBarProps) {
  useEffect(() => {
    const left = rest.ends_at + LINGER_MS - Date.now();
    const timer = setTimeout(() => change(endRest), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [rest.ends_at, change]);

  return (
    <div className="flex items-center gap-2 rounded-[18px] bg-raised px-4 py-3 shadow-float">
      <div className="min-w-0 flex-1">
        <RingTimer
          key={rest.ends_at}
          endsAt={rest.ends_at}
          total={rest.total}
          label="Rest"
          onEnd={() => {
            if (Date.now() - rest.ends_at < LINGER_MS) ringRestOver();
          }}
        />
      </div>
      <Button className="h-11" onClick={() => change(extendRest(30))}>
        +30&nbsp;s
      </Button>
      <Button className="h-11" onClick={() => change(endRest)}>
        Skip
      </Button>
    </div>
  );
}
