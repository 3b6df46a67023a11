"""Finishing a session: totals, records, streak and the program, all in one transaction."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.outbox import emit
from backend.domains.training.models import Workout
from backend.domains.training.service import completion
from backend.domains.workouts import deeds
from backend.domains.workouts.errors import SessionNotOpen
from backend.domains.workouts.policies import visible_clients
from backend.domains.workouts.repository import records, scores, sessions, weeks
from backend.domains.workouts.schemas.logging import CompleteIn, FinishIn, FinishResult
from backend.domains.workouts.service.logged import find_with_logged
from backend.domains.workouts.service.scorekeeping import keep_score
from backend.domains.workouts.service.starting import CLOCK_AHEAD
from backend.domains.workouts.service.telling import concerned
from backend.domains.workouts.state import Logged, Totals, totals
from backend.domains.workouts.stats import streak_on
from backend.domains.workouts.streaks import week_start
from backend.events.workouts import RecordsSet, SessionFinished

LONGEST = timedelta(hours=24)

NOTHING_TOLD = {
    "streak_weeks": 0,
    "streak_before": 0,
    "week_done": 0,
    "week_planned": 0,
    "program_advanced": None,
}
"""Of a session that was imported: nobody was told anything when it ended."""


async def complete(session: WriteSession, access: Access, workout_id: UUID, form: CompleteIn) -> FinishResult:
    """Finish the session of a planned workout."""
    return await _finish(session, access, form.session_log_id, form, workout_id)


async def finish(session: WriteSession, access: Access, session_log_id: UUID, form: FinishIn) -> FinishResult:
    """Finish a session, free or of a planned workout. A repeat answers what the first one told."""
    return await _finish(session, access, session_log_id, form, None)


async def _finish(
    session: WriteSession, access: Access, session_log_id: UUID, form: FinishIn, workout_id: UUID | None
) -> FinishResult:
    visible = visible_clients(access)
    seen = await sessions.find(session, visible, session_log_id)
    if seen is None or workout_id not in (None, seen["workout_id"]):
        raise NotFound
    # Two finishes at once: the second waits here, and then reads what the first one left.
    before = await scores.lock_client(session, seen["client_id"])
    # And a batch under way is waited for, so that the totals hold it; one that comes later is a correction.
    await sessions.find_locked(session, visible, session_log_id)
    found = await find_with_logged(session, access, session_log_id)
    if found is None:
        raise NotFound
    row, logged = found
    if row["status"] == "discarded":
        raise SessionNotOpen("This workout was discarded. Restore it to finish it.")
    if row["status"] == "in_progress":
        end = _end(row, form, logged)
        await _close(session, row, form, end, totals(logged.sets.values()))
        exercise_ids = {entry.exercise_id for entry in logged.exercises.values()}
        streak = await keep_score(session, row["client_id"], exercise_ids)
        advanced = await _advance(session, row, end)
        week_done, week_planned = await weeks.counts(session, row["client_id"], week_start(row["local_date"]))
        outcome = {
            "streak_weeks": streak.weeks,
            "streak_before": streak_on(before["streak_weeks"], before["streak_week"], row["local_date"]),
            "week_done": week_done,
            "week_planned": week_planned,
            "program_advanced": advanced,
        }
        await sessions.change(session, session_log_id, outcome=outcome)
        deeds.note(session, deeds.FINISHED, session_log_id, row["client_id"])
        _tell(session, row, [record["id"] for record in await _celebrated(session, session_log_id)])
    return await _result(session, access, session_log_id)


def _end(row: dict[str, Any], form: FinishIn, logged: Logged) -> datetime:
    """When the workout ended. One that was left open overnight ended with its last set."""
    if form.finished_at < row["started_at"]:
        raise Invalid(errors=[FieldError("/finished_at", "Enter an end after the beginning of the workout.")])
    if form.finished_at > clock.now() + CLOCK_AHEAD:
        raise Invalid(errors=[FieldError("/finished_at", "Check the clock of this device: the end is ahead.")])
    latest: datetime = row["started_at"] + LONGEST
    if form.finished_at <= latest:
        return form.finished_at
    moments = [entry.done_at for entry in logged.sets.values() if entry.done_at and not entry.deleted]
    return min(latest, max([row["started_at"], *moments]))


async def _close(session: WriteSession, row: dict[str, Any], form: FinishIn, end: datetime, done: Totals) -> None:
    await sessions.change(
        session,
        row["id"],
        status="finished",
        finished_at=end,
        duration_s=int((end - row["started_at"]).total_seconds()),
        # A batch that was merged with the open session is merged again, as a correction.
        sync_version=row["sync_version"] + 1,
        **done._asdict(),
        **{name: getattr(form, name) for name in ("notes", "effort") if name in form.model_fields_set},
    )


async def _advance(session: WriteSession, row: dict[str, Any], end: datetime) -> dict[str, Any] | None:
    if row["workout_id"] is None:
        return None
    move = await completion.complete_workout(session, row["workout_id"], end)
    if move is None:
        return None
    program = await session.first(
        select(Workout.program_id).where(
            Workout.organization_id == session.organization_id, Workout.id == row["workout_id"]
        )
    )
    assert program is not None
    return {
        "program_id": program["program_id"],
        "from": move.from_._asdict(),
        "to": move.to._asdict() if move.to else None,
        "completed": move.completed,
    }


async def _celebrated(session: WriteSession, session_log_id: UUID) -> list[dict[str, Any]]:
    told = await records.of_session(session, session_log_id)
    return [record for record in told if not record["is_first"]]


def _tell(session: WriteSession, row: dict[str, Any], news: list[UUID]) -> None:
    emit(session, SessionFinished(**concerned(session, row), workout_id=row["workout_id"], records=len(news)))
    if news:
        emit(session, RecordsSet(**concerned(session, row), record_ids=tuple(news)))


async def _result(session: WriteSession, access: Access, session_log_id: UUID) -> FinishResult:
    row = await sessions.find(session, visible_clients(access), session_log_id)
    if row is None:
        raise NotFound
    news = await _celebrated(session, session_log_id)
    return FinishResult.model_validate({"session": row, "records": news, **NOTHING_TOLD, **(row["outcome"] or {})})
