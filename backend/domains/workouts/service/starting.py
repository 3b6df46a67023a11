"""Beginning a session."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.openings import DataClass
from backend.core.outbox import emit
from backend.domains.clients.errors import ClientArchivedAlready
from backend.domains.clients.models import Client
from backend.domains.clients.policies import shared
from backend.domains.training.policies import visible_workouts
from backend.domains.training.service import completion
from backend.domains.workouts import deeds
from backend.domains.workouts.errors import SessionAlreadyOpen, SessionIdTaken, WorkoutNotOpen
from backend.domains.workouts.models import SessionLog
from backend.domains.workouts.policies import visible_clients
from backend.domains.workouts.repository import sessions
from backend.domains.workouts.schemas.logging import SessionOut, SessionStart
from backend.events.workouts import SessionStarted

CLOCK_AHEAD = timedelta(minutes=5)
"""How far a phone's clock may be ahead of ours."""


async def start(session: WriteSession, access: Access, form: SessionStart) -> SessionOut:
    """Begin a session, or answer the one that this id or this workout has already."""
    known = await sessions.find(session, visible_clients(access), form.id)
    if known is not None:
        return _same(known, form)
    if form.started_at > clock.now() + CLOCK_AHEAD:
        raise Invalid(errors=[FieldError("/started_at", "Check the clock of this device: the start is ahead.")])
    client, name = await _whose(session, access, form)
    if client["archived_at"] is not None and form.started_at >= client["archived_at"]:
        # One begun before may still come in from a phone that was offline.
        raise ClientArchivedAlready
    made = await session.scalar(
        insert(SessionLog)
        .values(
            organization_id=session.organization_id,
            id=form.id,
            client_id=client["id"],
            workout_id=form.workout_id,
            name=name,
            status="in_progress",
            started_at=form.started_at,
            local_date=local_date(form.started_at, form.time_zone),
            time_zone=form.time_zone,
        )
        # Waits for a start under way on another connection; whichever commits first is the open one.
        .on_conflict_do_nothing()
        .returning(SessionLog.id)
    )
    if made is None:
        return await _in_the_way(session, form, client["id"])
    deeds.note(session, deeds.STARTED, form.id, client["id"])
    emit(
        session,
        SessionStarted(
            organization_id=session.organization_id,
            client_id=client["id"],
            session_log_id=form.id,
            client_member_id=client["member_id"],
            trainer_member_id=client["trainer_member_id"],
            shared=client["shared"],
            workout_id=form.workout_id,
        ),
    )
    row = await sessions.find(session, visible_clients(access), form.id)
    assert row is not None
    return SessionOut.model_validate(row)


def local_date(moment: datetime, time_zone: str) -> date:
    """The calendar date at a place. A workout belongs to the day on which it began."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def _same(known: dict[str, Any], form: SessionStart) -> SessionOut:
    if known["workout_id"] != form.workout_id or form.client_id not in (None, known["client_id"]):
        raise SessionIdTaken
    return SessionOut.model_validate(known)


async def _whose(session: WriteSession, access: Access, form: SessionStart) -> tuple[dict[str, Any], str]:
    """The client who trains, and the session's name."""
    visible = visible_clients(access)
    to_staff = shared(DataClass.TRAINING, Scope.ALL).label("shared")
    columns = select(Client.id, Client.member_id, Client.trainer_member_id, Client.archived_at, to_staff).where(visible)
    if form.workout_id is not None:
        workout = await completion.workout_for_logging(session, form.workout_id, visible_workouts(access))
        if form.client_id not in (None, workout["client_id"]):
            raise NotFound
        name = workout["name"]
        columns = columns.where(Client.id == workout["client_id"])
    else:
        name = form.name or "Free workout"
        mine = Client.member_id == access.member_id if form.client_id is None else Client.id == form.client_id
        columns = columns.where(mine)
    client = await session.first(columns)
    if client is None:
        raise NotFound
    return client, name


async def _in_the_way(session: WriteSession, form: SessionStart, client_id: UUID) -> SessionOut:
    """Why nothing was inserted: the id, the workout or an open session."""
    rows = await sessions.standing_in_the_way(session, client_id, form.workout_id)
    for row in rows:
        same_workout = form.workout_id is not None and row["workout_id"] == form.workout_id
        if row["status"] == "in_progress" and (row["id"] == form.id or same_workout):
            return SessionOut.model_validate(row)
        if same_workout:
            raise WorkoutNotOpen(
                "This workout is done already. Open it in the history to correct it.",
                extra={"session_log_id": str(row["id"])},
            )
    for row in rows:
        raise SessionAlreadyOpen(
            f"“{row['name']}” is still open. Finish or discard it first.", extra={"session_log_id": str(row["id"])}
        )
    raise SessionIdTaken
