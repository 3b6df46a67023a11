import { useEffect, useEffectEvent, useState } from 'react';
import { formatClock } from '@/lib/units';

const RADIUS = 22;
const LENGTH = 2 * Math.PI * RADIUS;

export interface RingTimerProps {
  /** Epoch milliseconds; a moment and not a count, so that a sleeping phone wakes to the right time. */
  endsAt: number;
  /** Seconds of the whole ring. */
  total: number;
  label: string;
  onEnd?: () => void;
}

/** Time left as a ring and a clock. Silent while it runs; the end is read out. */
export function RingTimer({ endsAt, total, label, onEnd }: RingTimerProps) {
  const [now, setNow] = useState(() => Date.now());
  const ended = now >= endsAt;
  const finish = useEffectEvent(() => onEnd?.());

  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() < endsAt) return;
      clearInterval(timer);
      finish();
    }, 250);
    return () => clearInterval(timer);
  }, [endsAt]);

  const left = Math.max(0, Math.ceil((endsAt - now) / 1000));
  return (
    <div role="timer" aria-label={label} className="flex items-center gap-3.5">
      <svg width="52" height="52" viewBox="0 0 52 52" aria-hidden="true" className="-rotate-90">
        <circle
          cx="26"
          cy="26"
          r={RADIUS}
          fill="none"
          strokeWidth="5"
          className="stroke-line-strong"
        />
        <circle
          cx="26"
          cy="26"
          r={RADIUS}
          fill="none"
          strokeWidth="5"
          strokeLinecap="round"
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - Math.min(1, left / Math.max(1, total)))}
          className="stroke-accent transition-[stroke-dashoffset] ease-linear"
        />
      </svg>
      <span className="text-[34px] leading-[38px] font-semibold tracking-[-0.03em] tabular-nums">
        {formatClock(left)}
      </span>
      <span role="status" className="sr-only">
        {ended && `${label}: done`}
      </span>
    </div>
  );
}
