"""Letting clients sign in."""

from uuid import UUID

from sqlalchemy import update

from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.outbox import emit
from backend.domains.clients import deeds
from backend.domains.clients.errors import ClientArchivedAlready, ClientHasAccess
from backend.domains.clients.models import Client
from backend.domains.clients.schemas import ClientOut
from backend.domains.clients.service.record import get, require_locked, write
from backend.domains.organizations import service as organizations
from backend.events.clients import ClientInvited, ClientUpdated


async def invite(session: WriteSession, access: Access, client_id: UUID, *, days: int) -> ClientOut:
    """Mail an invitation that holds for `days`; one sent before stops working.

    Raises `ClientNotFound`, `ClientArchivedAlready`, `ClientHasAccess`, and `Invalid` without an e-mail address.
    """
    client = await require_locked(session, access, client_id)
    if client["status"] == "archived":
        raise ClientArchivedAlready
    if client["access"] == "active":
        raise ClientHasAccess
    if client["email"] is None:
        raise Invalid(
            "Add an e-mail address first: the invitation is sent there.",
            errors=[FieldError("/email", "Add an e-mail address first.")],
        )
    member_id: UUID | None = client["member_id"]
    if member_id is None:
        name = f"{client['first_name']} {client['last_name']}".strip()
        member_id = await organizations.add_member(
            session, user_id=None, role="client", name=name, email=client["email"]
        )
    try:
        await organizations.invite(session, member_id, email=client["email"], inviter_id=access.user_id, days=days)
    except NotFound as error:
        # The membership was taken up a moment ago and `mark_joined` has not run yet.
        raise ClientHasAccess from error
    await write(session, access, client_id, {"member_id": member_id, "access": "invited"})
    deeds.note(session, deeds.INVITED, client_id, personal={"email": [None, client["email"]]})
    emit(
        session,
        ClientInvited(
            organization_id=session.organization_id,
            client_id=client_id,
            trainer_member_id=client["trainer_member_id"],
            client_member_id=member_id,
        ),
    )
    return await get(session, access, client_id)


async def revoke_invitation(session: WriteSession, access: Access, client_id: UUID) -> ClientOut:
    """Withdraw an open invitation. Raises `ClientNotFound`, and `ClientHasAccess` when it was accepted."""
    client = await require_locked(session, access, client_id)
    if client["access"] == "active":
        raise ClientHasAccess
    if client["access"] == "invited":
        await organizations.revoke_invitations(session, client["member_id"])
        await write(session, access, client_id, {"access": "none"})
        deeds.note(session, deeds.INVITATION_WITHDRAWN, client_id)
        emit(
            session,
            ClientUpdated(
                organization_id=session.organization_id,
                client_id=client_id,
                trainer_member_id=client["trainer_member_id"],
                client_member_id=client["member_id"],
            ),
        )
    return await get(session, access, client_id)


async def mark_joined(session: WriteSession, member_id: UUID) -> None:
    """A membership was taken up: if it is a client's, they can sign in now. Doing it twice changes nothing."""
    client = await session.first(
        update(Client)
        .where(
            Client.organization_id == session.organization_id,
            Client.member_id == member_id,
            Client.access != "active",
        )
        .values(access="active")
        .returning(Client.id, Client.trainer_member_id)
    )
    if client is not None:
        emit(
            session,
            ClientUpdated(
                organization_id=session.organization_id,
                client_id=client["id"],
                trainer_member_id=client["trainer_member_id"],
                client_member_id=member_id,
            ),
        )
