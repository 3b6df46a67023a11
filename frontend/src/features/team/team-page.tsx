import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { InviteDialog } from './invite-dialog';
import { MemberRow } from './member-row';
import { teamQuery } from './queries';

/** Who works here, who is invited to, and what can be done about it. */
export function TeamPage() {
  const mayInvite = usePermission('members:invite') !== null;
  const [inviting, setInviting] = useState(false);
  const { data, error, refetch } = useQuery(teamQuery);
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
        {data ? (
          <ul>
            {data.items.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </ul>
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <div aria-busy="true" className="flex flex-col gap-3 p-4">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </div>
        )}
      </Card>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}
