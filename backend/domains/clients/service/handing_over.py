"""Giving all clients of one trainer to another: before somebody of the team is suspended or leaves, or after."""

from uuid import UUID

from sqlalchemy import update

from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid
from backend.core.outbox import emit
from backend.domains.clients import deeds, repository
from backend.domains.clients.errors import HandOverForbidden
from backend.domains.clients.models import Client
from backend.domains.clients.policies import may_hand_over
from backend.events.clients import ClientsHandedOver


async def hand_over(session: WriteSession, access: Access, before: UUID, after: UUID) -> int:
    """Make `after` the trainer of every client of `before` (both are member ids), archived ones too; answers how many.

    One statement for the clients and one for their deeds, however many they are. Done twice, the second time answers 0.
    Raises `HandOverForbidden`, and `Invalid` for a trainer who is no member here, or who does not work here now.
    """
    if not may_hand_over(access):
        raise HandOverForbidden
    if before == after:
        raise Invalid(errors=[FieldError("/to_member_id", "Choose somebody else: the clients are theirs already.")])
    if not await repository.is_staff(session, before):
        raise Invalid(errors=[FieldError("/from_member_id", "There is nobody like this on the team.")])
    if not await repository.is_active_staff(session, after):
        raise Invalid(errors=[FieldError("/to_member_id", "Choose somebody who works here.")])
    moved = await session.all(
        update(Client)
        .where(Client.organization_id == session.organization_id, Client.trainer_member_id == before)
        .values(trainer_member_id=after)
        .returning(Client.id)
    )
    for row in moved:
        deeds.note(session, deeds.HANDED_OVER, row["id"], changes={"trainer_member_id": [before, after]})
    if moved:
        emit(
            session,
            ClientsHandedOver(organization_id=access.organization_id, from_member_id=before, to_member_id=after),
        )
    return len(moved)
