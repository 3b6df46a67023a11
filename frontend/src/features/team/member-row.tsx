import type { StaffMember } from '@/api/generated';
import { useSession } from '@/api/session';
import { PersonAvatar } from '@/components/account/photo';
import { Chip } from '@/components/ui/display';
import { dateInWords, localDate } from '@/lib/dates';
import { MemberMenu } from './member-menu';

/** One member: who, what they may do here, and how they stand. */
export function MemberRow({ member }: { member: StaffMember }) {
  const { member_id: own } = useSession();
  return (
    <li className="flex min-h-14 items-center gap-3 border-t border-line px-4 py-2.5 first:border-t-0">
      <PersonAvatar name={member.name} photoUrl={member.photo_url ?? null} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5 sm:flex-row sm:items-center sm:gap-3">
        <div className="min-w-0 sm:flex-1">
          <p className="font-medium wrap-anywhere">
            {member.name}
            {member.id === own && <span className="font-normal text-soft"> (you)</span>}
          </p>
          {member.email && <p className="text-soft wrap-anywhere">{member.email}</p>}
          {member.state === 'invited' && <Waiting member={member} />}
        </div>
        <div className="flex flex-wrap items-center gap-1.5 sm:justify-end">
          {member.state === 'suspended' && <Chip tone="bad">Suspended</Chip>}
          {member.state === 'left' && <Chip>Left</Chip>}
          <Chip>{member.role_name}</Chip>
        </div>
      </div>
      <MemberMenu member={member} own={member.id === own} />
    </li>
  );
}

function Waiting({ member: { invitation } }: { member: StaffMember }) {
  const { time_zone: zone } = useSession().user;
  const now = new Date();
  if (!invitation) return <p className="text-sm text-warn">Not invited any more</p>;
  const ends = new Date(invitation.expires_at);
  const today = localDate(now, zone);
  return ends < now ? (
    <p className="text-sm text-warn">The invitation ran out. Send it again.</p>
  ) : (
    <p className="text-sm text-info">
      Invited {dateInWords(localDate(new Date(invitation.sent_at), zone), today)}, until{' '}
      {dateInWords(localDate(ends, zone), today)}
    </p>
  );
}
