"""The end of an offer to hand the studio over that comes with a change of the team: nobody withdrew it."""

from uuid import UUID

from sqlalchemy import or_, update

from backend.core import clock
from backend.core.audit import action, record
from backend.core.db.write import WriteSession
from backend.core.outbox import emit
from backend.domains.organizations.models import OwnershipTransfer
from backend.events.organizations import MemberChanged

VOIDED = action("organization.offer_voided", "made an offer to hand the studio over void")


async def void(session: WriteSession, member_id: UUID) -> None:
    """End the open offer that a member made or got, under the lock of the team.

    For whatever gives a member another role or none: being suspended or removed, leaving, another role. Without it the
    offer would stand again as soon as they are let in once more, with a role that nobody thought of an owner's for.
    """
    ended = await session.first(
        update(OwnershipTransfer)
        .where(
            OwnershipTransfer.organization_id == session.organization_id,
            OwnershipTransfer.state == "open",
            or_(OwnershipTransfer.from_member_id == member_id, OwnershipTransfer.to_member_id == member_id),
        )
        .values(state="withdrawn")
        .returning(OwnershipTransfer.from_member_id, OwnershipTransfer.to_member_id, OwnershipTransfer.expires_at)
    )
    if ended is None or ended["expires_at"] <= clock.now():
        return
    record(session, VOIDED, subject=("member", ended["to_member_id"]))
    for party in (ended["from_member_id"], ended["to_member_id"]):
        emit(session, MemberChanged(organization_id=session.organization_id, member_id=party))
