"""Putting clients aside, and taking them back."""

from uuid import UUID

from backend.core import clock
from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.core.outbox import emit
from backend.domains.clients import deeds
from backend.domains.clients.schemas import ClientOut
from backend.domains.clients.service.record import get, require_locked, write
from backend.domains.organizations import service as organizations
from backend.events.clients import ClientArchived, ClientRestored


async def archive(session: WriteSession, access: Access, client_id: UUID) -> ClientOut:
    """Archive a client; an open invitation is withdrawn. An archived one stays as it is. Raises `ClientNotFound`."""
    before = await require_locked(session, access, client_id)
    if before["status"] != "archived":
        values = {
            "status": "archived",
            "status_before_archive": before["status"],
            "archived_at": clock.now(),
        }
        if before["access"] == "invited":
            await organizations.revoke_invitations(session, before["member_id"])
            values["access"] = "none"
        await write(session, access, client_id, values)
        deeds.note(session, deeds.ARCHIVED, client_id, changes={"status": [before["status"], "archived"]})
        emit(
            session,
            ClientArchived(
                organization_id=session.organization_id,
                client_id=client_id,
                trainer_member_id=before["trainer_member_id"],
                client_member_id=before["member_id"],
            ),
        )
    return await get(session, access, client_id)


async def restore(session: WriteSession, access: Access, client_id: UUID) -> ClientOut:
    """Undo an archive. Raises `ClientNotFound`, and `ClientEmailTaken` when another client has the address now."""
    before = await require_locked(session, access, client_id)
    if before["status"] == "archived":
        values = {"status": before["status_before_archive"], "status_before_archive": None, "archived_at": None}
        await write(session, access, client_id, {**values, "email": before["email"]})
        deeds.note(session, deeds.RESTORED, client_id, changes={"status": ["archived", values["status"]]})
        emit(
            session,
            ClientRestored(
                organization_id=session.organization_id,
                client_id=client_id,
                trainer_member_id=before["trainer_member_id"],
                client_member_id=before["member_id"],
            ),
        )
    return await get(session, access, client_id)
