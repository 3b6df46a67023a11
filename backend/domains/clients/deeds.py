"""Deeds on clients for the audit log, and what clients are called there."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, any_, cast, select
from sqlalchemy import UUID as SqlUuid

from backend.core.audit import action, difference, names, record
from backend.core.audit.actions import Action
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.clients.models import Client

CREATED = action("clients.created", "added a client")
CHANGED = action("clients.changed", "changed a client")
ARCHIVED = action("clients.archived", "archived a client")
RESTORED = action("clients.restored", "brought a client back")
HANDED_OVER = action("clients.handed_over", "gave a client to another trainer")
INVITED = action("clients.invited", "invited a client to sign in")
INVITATION_WITHDRAWN = action("clients.invitation_withdrawn", "withdrew a client's invitation")

_PLAIN = ("status", "trainer_member_id", "time_zone")
_PERSONAL = ("first_name", "last_name", "email", "phone", "birth_date", "sex", "goal")
HEALTH_FIELDS = ("notes", "health_note")
"""Notes of staff are free text about a body in training: they are taken for health data, too."""


def note(session: WriteSession, what: Action, client_id: UUID, **about: Any) -> None:
    """Write down a deed on a client."""
    record(session, what, subject=("client", client_id), person_id=client_id, **about)


def note_change(
    session: WriteSession, client_id: UUID, before: Mapping[str, Any], after: Mapping[str, Any], health: Collection[str]
) -> None:
    """Write down what became different, if anything did. `health` are the fields of health data that did."""
    plain = difference(before, {name: after[name] for name in _PLAIN if name in after})
    personal = difference(before, {name: after[name] for name in _PERSONAL if name in after})
    if plain or personal or health:
        note(session, CHANGED, client_id, changes=plain, personal=personal, health=health)


def note_creation(session: WriteSession, client_id: UUID, values: Mapping[str, Any]) -> None:
    """Write down what a new client's record was made with."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    plain = difference({}, {name: given[name] for name in _PLAIN if name in given})
    personal = difference({}, {name: given[name] for name in _PERSONAL if name in given})
    health = [name for name in HEALTH_FIELDS if name in given]
    note(session, CREATED, client_id, changes=plain, personal=personal, health=health)


@names("client")
async def _clients(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    rows = await read.all(
        select(Client.id, Client.first_name, Client.last_name).where(
            Client.organization_id == read.organization_id, Client.id == any_(cast(list(ids), ARRAY(SqlUuid)))
        )
    )
    return {row["id"]: f"{row['first_name']} {row['last_name']}".strip() for row in rows}
