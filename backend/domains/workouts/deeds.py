"""Deeds on logged workouts for the audit log, and what those are called there. A set is no deed of its own."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, any_, cast, select
from sqlalchemy import UUID as SqlUuid

from backend.core.access import Access
from backend.core.audit import action, names, record
from backend.core.audit.actions import Action
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.workouts.models import SessionLog

STARTED = action("workouts.started", "began a workout")
FINISHED = action("workouts.finished", "finished a workout")
DISCARDED = action("workouts.discarded", "discarded a workout")
RESTORED = action("workouts.restored", "brought a discarded workout back")
CORRECTED = action("workouts.corrected", "corrected the sets of somebody else's workout")
ANNOTATED = action("workouts.annotated", "changed the notes of somebody else's workout")


def note(session: WriteSession, what: Action, session_log_id: UUID, client_id: UUID) -> None:
    """Write down a deed on a logged workout. What was lifted is not for the log."""
    record(session, what, subject=("session_log", session_log_id), person_id=client_id)


def note_of_others(
    session: WriteSession, access: Access, what: Action, row: Mapping[str, Any], health: Collection[str]
) -> None:
    """Write down that somebody changed what another person did. `health` are the fields that were changed."""
    if row["client_member_id"] != access.member_id:
        record(session, what, subject=("session_log", row["id"]), person_id=row["client_id"], health=health)


@names("session_log")
async def _session_logs(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    rows = await read.all(
        select(SessionLog.id, SessionLog.name).where(
            SessionLog.organization_id == read.organization_id, SessionLog.id == any_(cast(list(ids), ARRAY(SqlUuid)))
        )
    )
    return {row["id"]: row["name"] for row in rows}
