"""Logging a workout: made for phones that send things twice, late and out of order."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from backend.core.errors import Forbidden, NotFound
from backend.core.openings import DataClass
from backend.core.routing import Access, Process, Read, Router, Write, json_response, requires
from backend.domains.clients.errors import ClientArchivedAlready
from backend.domains.workouts.errors import (
    CorrectionTooLate,
    SessionAlreadyOpen,
    SessionIdTaken,
    SessionNotOpen,
    SetIdTaken,
    WorkoutNotOpen,
)
from backend.domains.workouts.schemas.logging import (
    FinishIn,
    FinishResult,
    SessionFull,
    SessionOut,
    SessionPatch,
    SessionStart,
    SetBatch,
    SyncResult,
)
from backend.domains.workouts.service import editing, finishing, reading, starting, syncing

router = Router(
    prefix="/session-logs",
    tags=["workouts"],
    errors=[
        NotFound,
        Forbidden,
        ClientArchivedAlready,
        SessionAlreadyOpen,
        SessionNotOpen,
        SessionIdTaken,
        SetIdTaken,
        WorkoutNotOpen,
        CorrectionTooLate,
    ],
)

Logs = Annotated[Access, requires("workouts:log")]


@router.post("", status_code=201)
async def start_session(access: Logs, session: Write, runtime: Process, body: SessionStart) -> SessionOut:
    """Begin a workout, planned or free. Sending the same id again answers the session as it stands.

    One session may be open per client: a second start of the same workout answers the open one, any other is refused
    with 409 and the open one's `session_log_id`.
    """
    found = await starting.start(session, access, body)
    runtime.openings.note(access, found.client_id, DataClass.TRAINING)
    return found


@router.get("/{session_log_id}")
async def get_session(
    access: Annotated[Access, requires("workouts:read")], read: Read, runtime: Process, session_log_id: UUID
) -> SessionFull:
    """A session with its exercises, sets and records."""
    found = await reading.full_session(read, access, session_log_id)
    runtime.openings.note(access, found.session.client_id, DataClass.TRAINING)
    return found


@router.post("/{session_log_id}/sets", response_model=SyncResult)
async def sync_sets(access: Logs, session: Write, runtime: Process, session_log_id: UUID, body: SetBatch) -> Response:
    """Send what changed: exercises and sets, each with the revision that the phone gave it; the highest wins.

    Sending a batch twice or in another order changes nothing. A finished session takes corrections: the client's own
    for 48 hours, a trainer's at any time; totals, records and streaks are then worked out anew.
    """
    client_id, found = await syncing.sync(session, access, session_log_id, body)
    runtime.openings.note(access, client_id, DataClass.TRAINING)
    return json_response(found)


@router.patch("/{session_log_id}")
async def update_session(
    access: Logs, session: Write, runtime: Process, session_log_id: UUID, body: SessionPatch
) -> SessionOut:
    """Change the notes or how hard it was."""
    found = await editing.update(session, access, session_log_id, body)
    runtime.openings.note(access, found.client_id, DataClass.TRAINING)
    return found


@router.delete("/{session_log_id}")
async def discard_session(
    access: Annotated[Access, requires("workouts:discard")], session: Write, runtime: Process, session_log_id: UUID
) -> SessionOut:
    """Discard an open session. It counts nowhere, and can be restored."""
    found = await editing.discard(session, access, session_log_id)
    runtime.openings.note(access, found.client_id, DataClass.TRAINING)
    return found


@router.post("/{session_log_id}/restore")
async def restore_session(
    access: Annotated[Access, requires("workouts:restore")], session: Write, runtime: Process, session_log_id: UUID
) -> SessionOut:
    """Take back a discard: the session is open again, unless another one is by now."""
    found = await editing.restore(session, access, session_log_id)
    runtime.openings.note(access, found.client_id, DataClass.TRAINING)
    return found


@router.post("/{session_log_id}/finish")
async def finish_session(
    access: Logs, session: Write, runtime: Process, session_log_id: UUID, body: FinishIn
) -> FinishResult:
    """Finish a session. A repeat answers the same result."""
    found = await finishing.finish(session, access, session_log_id, body)
    runtime.openings.note(access, found.session.client_id, *found.classes)
    return found
