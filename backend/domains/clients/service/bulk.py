"""Adding clients, one or thousands, in one statement."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

import orjson
from sqlalchemy import TEXT, bindparam, text

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.events.clients import ClientCreated

PLACE = "clients.health_note"
"""Where an encrypted health note belongs; part of what the encryption authenticates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """A client to be added. Already checked: names trimmed, e-mail lower-cased, `phone` E.164 or None."""

    first_name: str
    trainer_member_id: UUID
    id: UUID = field(default_factory=new_id)
    last_name: str = ""
    email: str | None = None
    phone: str | None = None
    phone_display: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    status: str = "active"
    member_id: UUID | None = None
    access: str = "none"
    time_zone: str | None = None
    goal: str | None = None
    notes: str | None = None
    health_note: str | None = None
    created_at: datetime = field(default_factory=clock.now)


# One array of objects instead of thousands of parameters; both tables in one statement, so that no client lacks facts.
_ADD = text(
    """
    WITH made AS (
        INSERT INTO clients (organization_id, id, first_name, last_name, email, phone, phone_display, birth_date, sex,
            status, trainer_member_id, member_id, access, time_zone, goal, notes, health_note_encrypted, created_at)
        SELECT CAST(:organization_id AS uuid), new.*
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (id uuid, first_name text, last_name text, email text,
            phone text, phone_display text, birth_date date, sex text, status text, trainer_member_id uuid,
            member_id uuid, access text, time_zone text, goal text, notes text, health_note_encrypted text,
            created_at timestamptz)
        ON CONFLICT (organization_id, email) WHERE email IS NOT NULL AND status <> 'archived' DO NOTHING
        RETURNING organization_id, id
    )
    INSERT INTO client_facts (organization_id, id) SELECT organization_id, id FROM made RETURNING id
    """
).bindparams(bindparam("rows", type_=TEXT))


async def add_many(session: WriteSession, clients: Sequence[NewClient]) -> set[UUID]:
    """Add clients with empty facts; answers the ids of those added.

    One whose e-mail address another client has (who is not archived) is left out. Tells `ClientCreated` of each.
    """
    if not clients:
        return set()
    rows = [_stored(session, client) for client in clients]
    made = {
        row["id"]
        for row in await session.all(
            _ADD, {"organization_id": session.organization_id, "rows": orjson.dumps(rows, default=str).decode()}
        )
    }
    for client in clients:
        if client.id in made:
            emit(
                session,
                ClientCreated(
                    organization_id=session.organization_id,
                    client_id=client.id,
                    trainer_member_id=client.trainer_member_id,
                    client_member_id=client.member_id,
                ),
            )
    return made


def seal_health_note(session: WriteSession, client_id: UUID, note: str | None) -> str | None:
    """A health note as it is stored."""
    if note is None:
        return None
    return session.ports.cipher.encrypt(note, place=PLACE, organization_id=session.organization_id, row_id=client_id)


def _stored(session: WriteSession, client: NewClient) -> dict[str, object]:
    row = asdict(client)
    row["health_note_encrypted"] = seal_health_note(session, client.id, row.pop("health_note"))
    return row
