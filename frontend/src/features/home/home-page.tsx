import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import type { Home } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { ErrorState } from '@/components/states/states';
import { buttonClass } from '@/components/ui/button';
import { Attention } from './attention';
import { Feed } from './feed';
import { Figures } from './figures';
import { FirstSteps } from './first-steps';
import { Heat } from './heat';
import { HomeSkeleton } from './home-skeleton';
import { homeQuery } from './queries';
import { TodayList } from './today-list';
import { greeting, hourIn, summary } from './words';

/** Nobody yet, and nothing that ever happened. */
function isNew(home: Home): boolean {
  return home.figures.active_clients === 0 && home.feed.length === 0;
}

function lead(home: Home | undefined): string {
  if (!home) return ' ';
  return isNew(home) ? 'Three steps, and your studio runs.' : summary(home);
}

/** The trainer's start: who needs them, who trains, what today holds. */
export function HomePage() {
  const { user } = useSession();
  const mayAdd = usePermission('clients:create') !== null;
  const { data: home, error, refetch } = useQuery(homeQuery);
  return (
    <Page>
      <PageHeader
        title={greeting(user.name, hourIn(user.time_zone))}
        lead={lead(home)}
        actions={
          mayAdd && (
            <Link to="/app/clients" search={{ add: true }} className={buttonClass('primary')}>
              <UserPlus size={16} aria-hidden />
              Add client
            </Link>
          )
        }
      />
      {home ? (
        isNew(home) ? (
          <FirstSteps />
        ) : (
          <Board home={home} />
        )
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <HomeSkeleton />
      )}
    </Page>
  );
}

function Board({ home }: { home: Home }) {
  return (
    <>
      <Figures figures={home.figures} />
      <div className="grid items-start gap-3 xl:grid-cols-[1.55fr_1fr]">
        <div className="flex min-w-0 flex-col gap-3">
          <Attention home={home} />
          <Feed items={home.feed} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <TodayList items={home.today} />
          <Heat home={home} />
        </div>
      </div>
    </>
  );
}
