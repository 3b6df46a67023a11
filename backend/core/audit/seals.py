"""Personal values under a key of their own person."""

import base64
import secrets
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, any_, cast, delete, select
from sqlalchemy import UUID as SqlUuid
from sqlalchemy.dialects.postgresql import insert

from backend.core.audit.models import PersonKey
from backend.core.crypto import FieldCipher
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession

_PLACE = "person_keys.wrapped"
_VALUES = "audit_entries.sealed"


async def sealed_all(
    session: WriteSession, entries: Collection[tuple[UUID, UUID, Mapping[str, Any]]]
) -> dict[UUID, str]:
    """The values of entries (id, person, values) under their people's keys, by id. Who has no key yet gets one.

    One statement, and two more when a key is made, however many entries and people they are.
    """
    people = {person_id for _, person_id, _ in entries}
    if not people:
        return {}
    ciphers = await _ciphers(session, people)
    if people - ciphers.keys():
        ciphers |= await _new_keys(session, people - ciphers.keys())
    return {
        entry_id: ciphers[person_id].encrypt(
            orjson.dumps(values, default=str).decode(),
            place=_VALUES,
            organization_id=session.organization_id,
            row_id=entry_id,
        )
        for entry_id, person_id, values in entries
    }


async def unsealed(
    session: ReadSession | WriteSession, entries: Collection[tuple[UUID, UUID, str]]
) -> dict[UUID, dict[str, Any]]:
    """The values of entries (id, person, sealed) by id. Those whose key was destroyed are left out."""
    organization_id = session.organization_id
    assert organization_id is not None
    found = await _ciphers(session, {person_id for _, person_id, _ in entries})
    return {
        entry_id: orjson.loads(
            found[person_id].decrypt(text, place=_VALUES, organization_id=organization_id, row_id=entry_id)
        )
        for entry_id, person_id, text in entries
        if person_id in found
    }


async def destroy_key(session: WriteSession, person_id: UUID) -> None:
    """Make everything sealed for a person unreadable, for ever."""
    await session.execute(
        delete(PersonKey).where(PersonKey.organization_id == session.organization_id, PersonKey.id == person_id)
    )


async def _ciphers(session: ReadSession | WriteSession, people: Collection[UUID]) -> dict[UUID, FieldCipher]:
    rows = await session.all(
        select(PersonKey.id, PersonKey.wrapped).where(
            PersonKey.organization_id == session.organization_id,
            PersonKey.id == any_(cast(list(people), ARRAY(SqlUuid))),
        )
    )
    return {row["id"]: _unwrapped(session, row["id"], row["wrapped"]) for row in rows}


def _unwrapped(session: ReadSession | WriteSession, person_id: UUID, wrapped: str) -> FieldCipher:
    organization_id = session.organization_id
    assert organization_id is not None
    text = session.ports.cipher.decrypt(wrapped, place=_PLACE, organization_id=organization_id, row_id=person_id)
    return FieldCipher({"p": base64.b64decode(text)})


async def _new_keys(session: WriteSession, people: Collection[UUID]) -> dict[UUID, FieldCipher]:
    rows = [
        {
            "organization_id": session.organization_id,
            "id": person_id,
            "wrapped": session.ports.cipher.encrypt(
                base64.b64encode(secrets.token_bytes(32)).decode(),
                place=_PLACE,
                organization_id=session.organization_id,
                row_id=person_id,
            ),
        }
        # In one order, so that two transactions that make the same keys wait for each other one way.
        for person_id in sorted(people)
    ]
    await session.execute(insert(PersonKey).on_conflict_do_nothing(), rows)
    # Another transaction may have been first: what stands there is what counts.
    return await _ciphers(session, people)
