"""Who an event is about, and who is told of it."""

from collections.abc import Mapping
from typing import Any, TypedDict
from uuid import UUID

from backend.core.db.write import WriteSession


class Concerned(TypedDict):
    """What every event of a client's training carries."""

    organization_id: UUID
    client_id: UUID
    session_log_id: UUID
    client_member_id: UUID | None
    trainer_member_id: UUID | None
    shared: bool


def concerned(session: WriteSession, row: Mapping[str, Any]) -> Concerned:
    """The part of an event that comes from a session's row (`repository.sessions.find`)."""
    return {
        "organization_id": session.organization_id,
        "client_id": row["client_id"],
        "session_log_id": row["id"],
        "client_member_id": row["client_member_id"],
        "trainer_member_id": row["trainer_member_id"],
        "shared": row["shared"],
    }
