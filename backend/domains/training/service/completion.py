"""For the workouts domain, in its transaction: which workout is logged, and that it is done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true, update

from backend.core.db.write import WriteSession
from backend.core.errors import NotFound
from backend.domains.training.models import Workout
from backend.domains.training.progression import Advance
from backend.domains.training.repository import programs, workouts
from backend.domains.training.service import moving


async def workout_for_logging(
    session: WriteSession, workout_id: UUID, visible: ColumnElement[bool] | None = None
) -> dict[str, Any]:
    """A workout's row and document. `visible` is `policies.visible_workouts(access)`. Raises `NotFound`."""
    row = await workouts.one(session, true() if visible is None else visible, workout_id)
    if row is None:
        raise NotFound
    return row


async def complete_workout(session: WriteSession, workout_id: UUID, at: datetime) -> Advance | None:
    """Mark a workout as done at `at` and advance a dynamic program; answers the move, if there was one.

    The caller has made sure that the workout may be seen. Completing again changes nothing and answers None. A workout
    that was skipped, or cancelled while the phone was offline, counts as done as well: it was trained. The program's
    row is locked first, so of two workouts that are completed at once the second sees the first, and the pointer
    moves once. Raises `NotFound`.
    """
    here = Workout.organization_id == session.organization_id
    program_id = await session.scalar(select(Workout.program_id).where(here, Workout.id == workout_id))
    if program_id is None:
        raise NotFound
    program = await programs.lock(session, true(), program_id)
    if program is None:
        raise NotFound
    done = await session.scalar(
        update(Workout)
        .where(here, Workout.id == workout_id, Workout.status != "completed")
        .values(status="completed", completed_at=at, version=Workout.version + 1)
        .returning(Workout.id)
    )
    return None if done is None else await moving.settle(session, program, at)
