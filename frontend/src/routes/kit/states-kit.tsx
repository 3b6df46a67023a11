import { Users } from 'lucide-react';
import { useState } from 'react';
import { ApiError, NetworkError } from '@/api/errors';
import { EmptyState, ErrorState, OfflineNotice } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Avatar, Chip, ProgressBar } from '@/components/ui/display';
import { RingTimer } from '@/components/ui/ring-timer';
import { Skeleton } from '@/components/ui/skeleton';
import { StatCard, StatCardSkeleton } from '@/components/ui/stat-card';
import { Row, Sample, Samples } from './sample';

const failed = new ApiError({
  type: 'about:blank',
  title: 'Stoke could not do that just now. Try again in a moment.',
  status: 500,
  code: 'internal',
  request_id: '0193c5f2-7d1e-7a40-b1ce-2d9f6b1f1c55',
});
const offline = new NetworkError(null);

function Marks() {
  const [kept, setKept] = useState(true);
  const [ends] = useState(() => Date.now() + 74_000);
  return (
    <Sample title="Marks">
      <Row>
        <Chip>Program ends Sunday</Chip>
        <Chip tone="good">Active</Chip>
        <Chip tone="warn">Knee pain, 6 of 10</Chip>
        <Chip tone="bad">Missed 3 workouts</Chip>
        <Chip tone="accent">Check-in waiting</Chip>
        <Chip tone="info">Invited</Chip>
        {kept && (
          <Chip removeLabel="status active" onRemove={() => setKept(false)}>
            Status: active
          </Chip>
        )}
      </Row>
      <Row>
        <Avatar name="Tomas Keller" size="sm" />
        <Avatar name="Amara Osei" />
        <Avatar name="João Martins" size="lg" />
      </Row>
      <ProgressBar value={0.46} label="Upper B" text="exercise 3 of 6" />
      <RingTimer endsAt={ends} total={120} label="Rest" />
    </Sample>
  );
}

export function StatesKit() {
  return (
    <>
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <StatCard
          label="Trained this week"
          value="31"
          suffix="of 40"
          delta={{ text: '4 more than last week', direction: 'up', meaning: 'good' }}
        />
        <StatCard
          label="Adherence, 28 days"
          value="86%"
          delta={{ text: 'up 3 points', direction: 'up', meaning: 'good' }}
          points={[22, 24, 21, 29, 27, 34, 33, 39]}
        />
        <StatCard label="Records this week" value="17" note="9 people" />
        <StatCardSkeleton />
      </div>
      <Samples>
        <Marks />
        <Sample title="Loading">
          <div role="status" aria-label="Loading" className="flex items-center gap-3">
            <Skeleton className="size-8 rounded-full" />
            <div className="flex flex-1 flex-col gap-2">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-3 w-64 max-w-full" />
            </div>
          </div>
          <OfflineNotice />
        </Sample>
        <Sample title="Empty">
          <EmptyState
            icon={<Users size={22} />}
            title="No clients yet"
            text="Add the first person you coach; the invitation can wait."
            action={<Button variant="primary">Add client</Button>}
          />
        </Sample>
        <Sample title="Error">
          <ErrorState error={failed} onRetry={() => undefined} />
        </Sample>
        <Sample title="No connection">
          <ErrorState error={offline} onRetry={() => undefined} />
        </Sample>
      </Samples>
    </>
  );
}
