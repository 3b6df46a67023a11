"""A client's record: read, add, change."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update as update_rows
from sqlalchemy.exc import IntegrityError

from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Forbidden, Invalid
from backend.core.openings import DataClass
from backend.core.outbox import emit
from backend.domains.clients import deeds, repository
from backend.domains.clients.errors import (
    ClientArchivedAlready,
    ClientEmailTaken,
    ClientNotFound,
    HandOverForbidden,
)
from backend.domains.clients.models import Client
from backend.domains.clients.phones import e164
from backend.domains.clients.policies import (
    may_hand_over,
    sees_health,
    sees_staff_notes,
    visible_clients,
    without_results,
)
from backend.domains.clients.schemas import ClientIn, ClientInvitation, ClientOut
from backend.domains.clients.service.bulk import PLACE, NewClient, add_many, seal_health_note
from backend.domains.organizations import service as organizations
from backend.events.clients import ClientUpdated


async def get(session: ReadSession | WriteSession, access: Access, client_id: UUID) -> ClientOut:
    """The client as this person may see them. Raises `ClientNotFound`."""
    row = await repository.detail(session, visible_clients(access), client_id)
    if row is None:
        raise ClientNotFound
    staff, sealed = sees_staff_notes(access), row["health_note_encrypted"]
    health_note = None
    if staff and sealed is not None and sees_health(access, row["trainer_member_id"], row["withheld"]):
        health_note = _opened(session, client_id, sealed)
    invitation = None
    if row["invitation_email"] is not None:
        invitation = ClientInvitation(email=row["invitation_email"], expires_at=row["invitation_expires_at"])
    return ClientOut.model_validate(
        {
            **without_results(access, repository.shaped(row)),
            **{name: row[name] for name in ("birth_date", "sex", "time_zone", "goal", "archived_at")},
            "notes": row["notes"] if staff else None,
            "health_note": health_note,
            "invitation": invitation,
            "withheld": row["withheld"],
        }
    )


async def create(session: WriteSession, access: Access, form: ClientIn) -> ClientOut:
    """Add a client; the trainer is who adds them unless another is named.

    Raises `ClientEmailTaken`, `HandOverForbidden`, and `Invalid` for a trainer who does not work here.
    """
    trainer = form.trainer_member_id or access.member_id
    await _require_trainer(session, access, trainer)
    values: dict[str, Any] = form.model_dump(exclude={"trainer_member_id"})
    values["phone_display"] = form.phone
    values["phone"] = await _phone(session, form.phone, form.time_zone)
    client = NewClient(**values, trainer_member_id=trainer)
    if not await add_many(session, [client]):
        raise await email_taken(session, access, form.email)
    deeds.note_creation(session, client.id, form.model_dump() | {"trainer_member_id": trainer})
    return await get(session, access, client.id)


async def update(session: WriteSession, access: Access, client_id: UUID, changes: Mapping[str, Any]) -> ClientOut:
    """Write these fields of `ClientPatch`. Two at once wait for each other; of one field, the later stands.

    Raises `ClientNotFound`, `ClientArchivedAlready`, `ClientEmailTaken`, `HandOverForbidden`, `Invalid`.
    """
    before = await require_locked(session, access, client_id)
    if before["status"] == "archived":
        raise ClientArchivedAlready
    if not changes:
        return await get(session, access, client_id)
    values = dict(changes)
    trainer = values.get("trainer_member_id", before["trainer_member_id"])
    if trainer != before["trainer_member_id"]:
        await _require_trainer(session, access, trainer)
    if "phone" in values:
        values["phone_display"] = values["phone"]
        zone = values.get("time_zone", before["time_zone"])
        values["phone"] = await _phone(session, values["phone"], zone)
    if "health_note" in values:
        _seal(session, access, client_id, before, values)
    if before["access"] == "invited" and values.get("email", before["email"]) != before["email"]:
        await organizations.revoke_invitations(session, before["member_id"])
        values["access"] = "none"
    await write(session, access, client_id, values)
    was = {**before, "phone": before["phone_display"]}
    deeds.note_change(session, client_id, was, changes, _health_changes(session, client_id, before, changes, values))
    emit(
        session,
        ClientUpdated(
            organization_id=session.organization_id,
            client_id=client_id,
            trainer_member_id=trainer,
            client_member_id=before["member_id"],
            previous_trainer_member_id=before["trainer_member_id"] if trainer != before["trainer_member_id"] else None,
        ),
    )
    return await get(session, access, client_id)


def _seal(
    session: WriteSession, access: Access, client_id: UUID, before: Mapping[str, Any], values: dict[str, Any]
) -> None:
    """Encrypt a health note. Who does not see it read null, and sending that back leaves it as it is."""
    note = values.pop("health_note")
    if sees_health(access, before["trainer_member_id"], before["withheld"]):
        values["health_note_encrypted"] = seal_health_note(session, client_id, note)
    elif note is not None:
        why = "The client does not share" if DataClass.HEALTH in before["withheld"] else "Your role does not see"
        raise Forbidden(errors=[FieldError("/health_note", f"{why} notes on health.")])


def _health_changes(
    session: WriteSession,
    client_id: UUID,
    before: Mapping[str, Any],
    changes: Mapping[str, Any],
    stored: Mapping[str, Any],
) -> list[str]:
    """The fields of health data that became different. A page that saves the whole record sends them all."""
    sealed, found = before["health_note_encrypted"], list[str]()
    if "notes" in changes and changes["notes"] != before["notes"]:
        found.append("notes")
    if "health_note_encrypted" in stored:
        note = None if sealed is None else _opened(session, client_id, sealed)
        if changes["health_note"] != note:
            found.append("health_note")
    return found


def _opened(session: ReadSession | WriteSession, client_id: UUID, sealed: str) -> str:
    organization_id = session.organization_id
    assert organization_id is not None
    return session.ports.cipher.decrypt(sealed, place=PLACE, organization_id=organization_id, row_id=client_id)


async def require_locked(session: WriteSession, access: Access, client_id: UUID) -> dict[str, Any]:
    """The client, kept from others until the transaction ends. Raises `ClientNotFound`."""
    row = await repository.locked(session, visible_clients(access), client_id)
    if row is None:
        raise ClientNotFound
    return row


async def write(session: WriteSession, access: Access, client_id: UUID, values: Mapping[str, Any]) -> None:
    """Update a client's columns. Raises `ClientEmailTaken`."""
    statement = (
        update_rows(Client)
        .where(Client.organization_id == session.organization_id, Client.id == client_id)
        .values(**values)
    )
    try:
        async with session.savepoint():
            await session.execute(statement)
    except IntegrityError as error:
        if "uq_clients_email" not in str(error.orig):
            raise
        raise await email_taken(session, access, values.get("email")) from error


async def email_taken(session: WriteSession, access: Access, email: str | None) -> ClientEmailTaken:
    """The error, with the id of the other client where one may see them."""
    other = await repository.id_by_email(session, visible_clients(access), email) if email else None
    return ClientEmailTaken(
        "Open the client who has this address, or use another one.",
        errors=[FieldError("/email", "Another client has this e-mail address.")],
        extra={"client_id": other},
    )


async def _require_trainer(session: WriteSession, access: Access, member_id: UUID) -> None:
    if member_id == access.member_id:
        return
    if not may_hand_over(access):
        raise HandOverForbidden(errors=[FieldError("/trainer_member_id", "You can only name yourself.")])
    if not await repository.is_active_staff(session, member_id):
        raise Invalid(errors=[FieldError("/trainer_member_id", "Choose somebody who works here.")])


async def _phone(session: WriteSession, typed: str | None, time_zone: str | None) -> str | None:
    if typed is None:
        return None
    return e164(typed, time_zone or await repository.organization_time_zone(session))
