"""Taking in what a phone logged."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.access import Access
from backend.core.db.races import StartOver
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.outbox import emit
from backend.domains.training.service import exercises
from backend.domains.workouts import deeds
from backend.domains.workouts.errors import CorrectionTooLate, SessionNotOpen, SetIdTaken
from backend.domains.workouts.merging import BatchConflictError
from backend.domains.workouts.policies import may_correct, visible_clients
from backend.domains.workouts.previewing import beaten
from backend.domains.workouts.repository import previews, scores, sessions
from backend.domains.workouts.schemas.logging import SetBatch
from backend.domains.workouts.service.logged import find_with_logged
from backend.domains.workouts.service.scorekeeping import keep_score
from backend.domains.workouts.service.starting import CLOCK_AHEAD
from backend.domains.workouts.service.telling import concerned
from backend.domains.workouts.state import (
    Logged,
    LoggedExercise,
    Merged,
    Totals,
    UnknownExerciseLogError,
    exercise_of,
    merge,
    set_of,
    totals,
)
from backend.events.workouts import SessionCorrected, SessionProgressed

MAX_SETS = 1_000
MAX_EXERCISES = 200
"""Of one session. No workout comes near; a runaway phone is stopped."""


async def sync(
    session: WriteSession, access: Access, session_log_id: UUID, batch: SetBatch
) -> tuple[UUID, dict[str, Any]]:
    """Merge a batch into a session: whose it is, and a `SyncResult`.

    Two batches at once do not wait for each other: the later one finds that the session is not as it read it, or held
    by somebody. It starts over, takes the locks in the order of everybody else, and is merged with what it then finds.
    """
    _refuse_the_future(batch)
    row, before = await _session(session, access, session_log_id)
    if session.again:
        await scores.lock_client(session, row["client_id"])
        if await sessions.find_locked(session, visible_clients(access), session_log_id) is None:
            raise NotFound
        row, before = await _session(session, access, session_log_id)
    merged = _merge(before, batch)
    done = totals(merged.after.sets.values())
    if merged.new_sets or merged.new_exercises:
        await _write(session, row, before, merged, done, batch)
        if row["status"] == "finished":
            deeds.note_of_others(session, access, deeds.CORRECTED, row, ("sets",))
    return row["client_id"], await _answer(session, row, before, merged, done)


async def _write(
    session: WriteSession, row: dict[str, Any], before: Logged, merged: Merged, done: Totals, batch: SetBatch
) -> None:
    if row["status"] == "finished" and not session.again:
        # First of all: an exercise that is new to the organization is a lock, too.
        await scores.lock_client(session, row["client_id"])
    known = _named(before.exercises.values())
    wanted = _named(merged.new_exercises) - known
    if wanted:
        await _adopt(session, wanted, batch)
    unchanged, complete = await sessions.write_merged(session, row, done, merged.new_exercises, merged.new_sets)
    if not unchanged:
        raise StartOver
    if not complete:
        raise SetIdTaken
    await _tell(session, row, merged, done)


def _refuse_the_future(batch: SetBatch) -> None:
    latest = clock.now() + CLOCK_AHEAD
    errors = [
        FieldError(f"/sets/{place}/done_at", "Check the clock of this device: the set is ahead.")
        for place, entry in enumerate(batch.sets)
        if entry.done_at is not None and entry.done_at > latest
    ]
    if errors:
        raise Invalid(errors=errors)


async def _session(session: WriteSession, access: Access, session_log_id: UUID) -> tuple[dict[str, Any], Logged]:
    found = await find_with_logged(session, access, session_log_id)
    if found is None:
        raise NotFound
    row, _ = found
    if row["status"] == "discarded":
        raise SessionNotOpen("This workout was discarded. Restore it to go on logging.")
    if row["status"] == "finished" and not may_correct(access, row["finished_at"], row["created_at"], clock.now()):
        raise CorrectionTooLate
    return found


def _merge(before: Logged, batch: SetBatch) -> Merged:
    try:
        merged = merge(before, map(exercise_of, batch.exercises), map(set_of, batch.sets))
    except BatchConflictError as error:
        raise SetIdTaken(str(error)) from error
    except UnknownExerciseLogError as error:
        place = next(place for place, entry in enumerate(batch.sets) if entry.id == error.set_id)
        raise Invalid(errors=[FieldError(f"/sets/{place}/exercise_log_id", str(error))]) from error
    if len(merged.after.sets) > MAX_SETS or len(merged.after.exercises) > MAX_EXERCISES:
        raise Invalid(errors=[FieldError("/sets", f"Keep a workout within {MAX_SETS:,} sets.")])
    return merged


async def _tell(session: WriteSession, row: dict[str, Any], merged: Merged, done: Totals) -> None:
    if row["status"] == "finished":
        await keep_score(session, row["client_id"], merged.touched)
        emit(session, SessionCorrected(**concerned(session, row)))
    elif done.exercises != row["exercises"]:
        emit(session, SessionProgressed(**concerned(session, row), exercises=done.exercises))


async def _answer(
    session: WriteSession, row: dict[str, Any], before: Logged, merged: Merged, done: Totals
) -> dict[str, Any]:
    after = merged.after
    return {
        "applied": len(merged.new_sets) + len(merged.new_exercises),
        "status": row["status"],
        "exercises": [
            entry.as_json() for entry in sorted(after.exercises.values(), key=lambda entry: (entry.position, entry.id))
        ],
        "sets": [
            entry.as_json()
            for entry in sorted(
                after.sets.values(), key=lambda entry: (entry.exercise_log_id, entry.set_number, entry.id)
            )
        ],
        "totals": done._asdict(),
        "records_preview": await _preview(session, row, before, merged),
    }


async def _preview(session: WriteSession, row: dict[str, Any], before: Logged, merged: Merged) -> list[dict[str, Any]]:
    if row["status"] == "finished" or not any(entry.counts for entry in merged.new_sets):
        return []
    bests: dict[tuple[UUID, str], Decimal] = {(exercise, kind): value for exercise, kind, value in row["bests"] or ()}
    # What the session's row brought along are the bests of exercises that it had before this batch.
    unread = merged.touched - {entry.exercise_id for entry in before.exercises.values()}
    if unread:
        bests |= await previews.bests(session, row["client_id"], unread)
    return beaten(merged.after, merged.new_sets, bests)


def _named(entries: Iterable[LoggedExercise]) -> set[UUID]:
    """The exercises that were done, and those that were planned in their place."""
    return {named for entry in entries for named in (entry.exercise_id, entry.planned_exercise_id) if named is not None}


async def _adopt(session: WriteSession, wanted: set[UUID], batch: SetBatch) -> None:
    unknown = wanted - (await exercises.adopt(session, wanted)).keys()
    errors = [
        FieldError(f"/exercises/{place}/{field}", "Choose an exercise of the library or your own.")
        for place, entry in enumerate(batch.exercises)
        for field in ("exercise_id", "planned_exercise_id")
        if getattr(entry, field) in unknown
    ]
    if errors:
        raise Invalid(errors=errors)
