"""Notes, effort, discarding and restoring."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from backend.core import clock
from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.core.errors import NotFound
from backend.core.outbox import emit
from backend.domains.workouts import deeds
from backend.domains.workouts.errors import CorrectionTooLate, SessionAlreadyOpen, SessionNotOpen
from backend.domains.workouts.policies import may_correct, visible_clients
from backend.domains.workouts.repository import sessions
from backend.domains.workouts.schemas.logging import SessionOut, SessionPatch
from backend.domains.workouts.service.telling import concerned
from backend.events.workouts import SessionDiscarded, SessionRestored


async def update(session: WriteSession, access: Access, session_log_id: UUID, patch: SessionPatch) -> SessionOut:
    """Save notes and effort. Of a finished workout for as long as its sets may be corrected."""
    row = await _locked(session, access, session_log_id)
    if row["status"] == "finished" and not may_correct(access, row["finished_at"], row["created_at"], clock.now()):
        raise CorrectionTooLate
    values = patch.model_dump(exclude_unset=True)
    if values:
        await sessions.change(session, session_log_id, **values)
        deeds.note_of_others(session, access, deeds.ANNOTATED, row, values.keys())
    return SessionOut.model_validate({**row, **values})


async def discard(session: WriteSession, access: Access, session_log_id: UUID) -> SessionOut:
    """Throw an open session away; doing it again changes nothing."""
    row = await _locked(session, access, session_log_id)
    if row["status"] == "finished":
        raise SessionNotOpen("This workout is finished. Correct its sets instead of discarding it.")
    if row["status"] == "in_progress":
        await sessions.change(session, session_log_id, status="discarded", sync_version=row["sync_version"] + 1)
        deeds.note(session, deeds.DISCARDED, session_log_id, row["client_id"])
        emit(session, SessionDiscarded(**concerned(session, row)))
    return SessionOut.model_validate({**row, "status": "discarded"})


async def restore(session: WriteSession, access: Access, session_log_id: UUID) -> SessionOut:
    """Open a discarded session again. Raises `SessionAlreadyOpen` when another one is open by now."""
    row = await _locked(session, access, session_log_id)
    if row["status"] == "finished":
        raise SessionNotOpen
    if row["status"] == "discarded":
        try:
            async with session.savepoint():
                await sessions.change(
                    session, session_log_id, status="in_progress", sync_version=row["sync_version"] + 1
                )
        except IntegrityError as error:
            rows = await sessions.standing_in_the_way(session, row["client_id"], row["workout_id"])
            extra = {"session_log_id": str(rows[0]["id"])} if rows else {}
            raise SessionAlreadyOpen("Another workout was begun since. Finish it first.", extra=extra) from error
        deeds.note(session, deeds.RESTORED, session_log_id, row["client_id"])
        emit(session, SessionRestored(**concerned(session, row)))
    return SessionOut.model_validate({**row, "status": "in_progress"})


async def _locked(session: WriteSession, access: Access, session_log_id: UUID) -> dict[str, Any]:
    row = await sessions.find_locked(session, visible_clients(access), session_log_id)
    if row is None:
        raise NotFound
    return row
