"""What organizations do when something happened in them."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.core.events import handles
from backend.core.ids import PLATFORM
from backend.core.mail import Letter, queue_mail
from backend.domains.accounts import repository as accounts
from backend.domains.accounts.preferences import MEMBER_JOINED, due, wishes_of
from backend.domains.organizations import mails
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.models import Invitation, Member, Organization
from backend.events.organizations import MemberJoined


@handles(MemberJoined)
async def tell_inviter(session: WriteSession, told: MemberJoined) -> None:
    """An invitation was accepted: mail whoever sent it, as they wish, while they still work there.

    Who joined at the public page was invited by nobody: its owners are told.
    """
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
    link = f"{session.ports.base_url}/app/{'clients' if row['role'] == 'client' else 'settings/team'}"
    if row["invited_by"] == PLATFORM:
        for owner in await repository.owners(session):
            await _tell(
                session, owner["user_id"], mails.signed_up(owner["name"], row["name"], row["organization"], link)
            )
        return
    works_here = select(Member.name).where(
        Member.organization_id == here, Member.user_id == row["invited_by"], Member.state == "active"
    )
    inviter = await session.scalar(works_here)
    if inviter is not None:
        await _tell(session, row["invited_by"], mails.member_joined(inviter, row["name"], row["organization"], link))


async def _tell(session: WriteSession, user_id: UUID, letter: Letter) -> None:
    """Mail a person of the organization that somebody joined: if they want to know, and after their quiet hours."""
    here = session.organization_id
    # A person's wishes are shown to themselves alone.
    await session.switch_tenant(here, user_id)
    user = await accounts.user_by_id(session, user_id)
    if user is not None:
        at = due(MEMBER_JOINED, "email", wishes_of(user), now := clock.now())
        if at is not None:
            await queue_mail(session, user["email"], letter, not_before=at if at > now else None)
    await session.switch_tenant(here, None)
