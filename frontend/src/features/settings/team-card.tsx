import { useQuery } from '@tanstack/react-query';
import { useSession } from '@/api/session';
import { PersonAvatar } from '@/components/account/photo';
import { ErrorState } from '@/components/states/states';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { membersQuery } from '@/lib/members';

const roleNames: Record<string, string> = { owner: 'Owner', admin: 'Admin', trainer: 'Trainer' };

export function TeamCard() {
  const { member_id: own } = useSession();
  const { data, error, refetch } = useQuery(membersQuery);
  return (
    <Card aria-label="Team">
      <CardHeader title="Team" />
      {data ? (
        <ul>
          {data.items.map((member) => (
            <li
              key={member.id}
              className="flex items-center gap-3 border-t border-line px-4 py-[11px]"
            >
              <PersonAvatar name={member.name} photoUrl={member.photo_url ?? null} />
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">
                  {member.name}
                  {member.id === own && <span className="font-normal text-soft"> (you)</span>}
                </p>
                {member.email && <p className="truncate text-soft">{member.email}</p>}
              </div>
              <Chip>{roleNames[member.role] ?? member.role}</Chip>
            </li>
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mx-4 mb-4 h-24" />
      )}
    </Card>
  );
}
