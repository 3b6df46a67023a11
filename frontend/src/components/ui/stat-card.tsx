import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Sparkline } from '@/components/charts/sparkline';
import { cx } from '@/lib/cx';
import { Card } from './display';
import { Skeleton } from './skeleton';

export interface Delta {
  /** In words, with the direction: "up 3 points", "4 more than last week". */
  text: string;
  direction: 'up' | 'down' | 'none';
  /** Whether that is good news: a weight that falls may be either. */
  meaning: 'good' | 'bad' | 'neutral';
}

export interface StatCardProps {
  label: string;
  value: ReactNode;
  /** Smaller, behind the value: "of 40", "kg". */
  suffix?: ReactNode;
  delta?: Delta;
  /** A line below, where there is no delta. */
  note?: ReactNode;
  points?: readonly number[];
}

const meanings = { good: 'text-good', bad: 'text-bad-ink', neutral: 'text-soft' };

export function StatCard({ label, value, suffix, delta, note, points }: StatCardProps) {
  return (
    <Card className="relative px-4 py-3.5 tabular-nums">
      <p className="text-xs font-medium text-faint">{label}</p>
      <p className="mt-0.5 text-figure font-semibold">
        {value}
        {suffix && (
          <span className="text-lg font-medium tracking-normal text-faint"> {suffix}</span>
        )}
      </p>
      {delta && (
        <p className={cx('flex items-center gap-1', meanings[delta.meaning])}>
          {delta.direction === 'up' && <ArrowUp size={14} aria-hidden className="shrink-0" />}
          {delta.direction === 'down' && <ArrowDown size={14} aria-hidden className="shrink-0" />}
          {delta.text}
        </p>
      )}
      {!delta && note && <p className="text-soft">{note}</p>}
      {points && points.length > 1 && (
        <span className="absolute right-4 bottom-4 hidden sm:block">
          <Sparkline points={points} />
        </span>
      )}
    </Card>
  );
}

export function StatCardSkeleton() {
  return (
    <Card className="flex flex-col gap-2 px-4 py-3.5">
      <Skeleton className="h-3 w-24" />
      <Skeleton className="h-8 w-20" />
      <Skeleton className="h-4 w-32" />
    </Card>
  );
}
