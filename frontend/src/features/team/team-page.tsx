import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { StaffMember } from '@/api/generated';
import { usePermission } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { InviteDialog } from './invite-dialog';
import { MemberRow } from './member-row';
import { formerQuery, teamQuery } from './queries';

/** Who works here, who is invited to, and what can be done about it. */
export function TeamPage() {
  const mayInvite = usePermission('members:invite') !== null;
  const [inviting, setInviting] = useState(false);
  const [showingLeft, setShowingLeft] = useState(false);
  const team = useQuery(teamQuery);
  const left = useQuery({ ...formerQuery, enabled: showingLeft });
  return (
    <Page className="max-w-3xl">
      <PageHeader
        title="Team"
        actions={
          mayInvite && (
            <Button
              variant="primary"
              icon={<UserPlus size={16} aria-hidden />}
              onClick={() => setInviting(true)}
            >
              Invite
            </Button>
          )
        }
      />
      <Card aria-label="Team">
        <Members query={team} />
      </Card>
      <Button
        variant="quiet"
        aria-expanded={showingLeft}
        className="mt-4 mb-2"
        onClick={() => setShowingLeft(!showingLeft)}
      >
        {showingLeft ? 'Hide who has left' : 'Show who has left'}
      </Button>
      {showingLeft && (
        <Card aria-label="Who has left">
          <Members query={left} />
        </Card>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Members({ query }: { query: UseQueryResult<{ items: StaffMember[] }> }) {
  const { data, error, refetch } = query;
  if (data?.items.length === 0) return <p className="p-4 text-soft">Nobody.</p>;
  if (data) {
    return (
      <ul>
        {data.items.map((member) => (
          <MemberRow key={member.id} member={member} />
        ))}
      </ul>
    );
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
    </div>
  );
}
