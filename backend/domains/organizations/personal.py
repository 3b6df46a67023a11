"""A person's membership and account: what an export holds of them, how they are erased; how long invitations stay."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.personal import Asked, Contribution, Files, Person, contributes
from backend.core.retention import Due, Rule, retains
from backend.domains.accounts import personal as accounts
from backend.domains.organizations.models import Invitation, Member


async def _export(session: WriteSession, asked: Asked) -> Files:
    files: dict[str, object] = {}
    person = asked.person
    if person.member_id is not None:
        member = await session.first(
            select(Member.name, Member.email, Member.role, Member.state, Member.joined_at, Member.created_at).where(
                Member.organization_id == session.organization_id, Member.id == person.member_id
            )
        )
        invitations = await session.all(
            select(
                Invitation.email,
                Invitation.created_at,
                Invitation.expires_at,
                Invitation.accepted_at,
                Invitation.revoked_at,
            )
            .where(Invitation.organization_id == session.organization_id, Invitation.member_id == person.member_id)
            .order_by(Invitation.id)
        )
        files["membership.json"] = {"membership": member, "invitations": invitations}
    if asked.by_themselves and person.user_id is not None:
        files |= await accounts.exported(session, person.user_id)
    return files


async def _erase(session: WriteSession, person: Person) -> None:
    """Who also works here, or in any other organization, keeps membership and account: those are not the client's."""
    if person.member_id is None:
        return
    of_member = (Member.organization_id == session.organization_id, Member.id == person.member_id)
    if await session.scalar(select(Member.role).where(*of_member)) != "client":
        return
    await session.execute(
        delete(Invitation).where(
            Invitation.organization_id == session.organization_id, Invitation.member_id == person.member_id
        )
    )
    left = {"state": "left"} if person.user_id is not None else {}
    await session.execute(
        update(Member).where(*of_member).values(name="Erased", email=None, photo_key=None, joined_at=None, **left)
    )
    if person.user_id is not None and not await _belongs_elsewhere(session, person):
        await accounts.erase(session, person.user_id)


async def _belongs_elsewhere(session: WriteSession, person: Person) -> bool:
    organization_id, before = session.organization_id, session.user_id
    # One's own memberships are seen whatever the tenant: the policy `members.own`.
    await session.switch_tenant(organization_id, person.user_id)
    elsewhere = await session.scalar(
        select(func.count()).where(
            Member.user_id == person.user_id, Member.state != "left", Member.organization_id != organization_id
        )
    )
    await session.switch_tenant(organization_id, before)
    return bool(elsewhere)


contributes(
    Contribution("account", "Membership and account", ("members", "invitations", *accounts.TABLES), _export, _erase)
)

_ENDED = func.coalesce(Invitation.accepted_at, Invitation.revoked_at, Invitation.expires_at)


async def _count(session: ReadSession | WriteSession, before: datetime) -> Due:
    found = await session.first(
        select(func.count().label("n"), func.min(_ENDED).label("oldest")).where(
            Invitation.organization_id == session.organization_id, before > _ENDED
        )
    )
    return Due(found["n"], found["oldest"]) if found else Due(0, None)


async def _remove(session: WriteSession, before: datetime, limit: int) -> int:
    past = (
        select(Invitation.id)
        .where(Invitation.organization_id == session.organization_id, before > _ENDED)
        .order_by(Invitation.id)
        .limit(limit)
    )
    result = await session.execute(
        delete(Invitation).where(Invitation.organization_id == session.organization_id, Invitation.id.in_(past))
    )
    return result.rowcount


retains(
    Rule(
        "ended_invitations",
        "Invitations that are over",
        "Invitations that were accepted, withdrawn or ran out, with the address that they went to.",
        days=90,
        least=7,
        count=_count,
        remove=_remove,
    )
)
