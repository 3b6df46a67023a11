"""What organizations do when something happened in them."""

from sqlalchemy import select

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.core.events import handles
from backend.core.mail import queue_mail
from backend.domains.accounts import repository as accounts
from backend.domains.accounts.preferences import MEMBER_JOINED, due, wishes_of
from backend.domains.organizations import mails
from backend.domains.organizations.models import Invitation, Member, Organization
from backend.events.organizations import MemberJoined


@handles(MemberJoined)
async def tell_inviter(session: WriteSession, told: MemberJoined) -> None:
    """An invitation was accepted: mail whoever sent it, as they wish, while they still work there."""
    here = told.organization_id
    row = await session.first(
        select(Member.name, Member.role, Invitation.invited_by, Organization.name.label("organization"))
        .join(Invitation, (Invitation.organization_id == here) & (Invitation.member_id == Member.id))
        .join(Organization, Organization.id == here)
        .where(Member.organization_id == here, Member.id == told.member_id, Invitation.accepted_at.is_not(None))
        .order_by(Invitation.accepted_at.desc())
        .limit(1)
    )
    if row is None:
        return
    works_here = select(Member.id).where(
        Member.organization_id == here, Member.user_id == row["invited_by"], Member.state == "active"
    )
    if await session.scalar(works_here) is None:
        return
    # A person's wishes are shown to themselves alone.
    await session.switch_tenant(here, row["invited_by"])
    inviter = await accounts.user_by_id(session, row["invited_by"])
    if inviter is not None:
        at = due(MEMBER_JOINED, "email", wishes_of(inviter), now := clock.now())
        if at is not None:
            link = f"{session.ports.base_url}/app/{'clients' if row['role'] == 'client' else 'settings/team'}"
            letter = mails.member_joined(inviter["name"], row["name"], row["organization"], link)
            await queue_mail(session, inviter["email"], letter, not_before=at if at > now else None)
    await session.switch_tenant(here, None)
