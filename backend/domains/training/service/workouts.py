"""One client's planned workout: another date, skipped or planned again, other content."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy import update as sql_update

from backend.core import clock
from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.outbox import emit
from backend.domains.training import deeds
from backend.domains.training.errors import WorkoutSettled, WorkoutVersionConflict
from backend.domains.training.models import Program, Workout
from backend.domains.training.policies import visible_programs, visible_workouts
from backend.domains.training.repository import programs, workouts
from backend.domains.training.schemas.programs import DayIn, PlannedWorkout, WorkoutPatch
from backend.domains.training.service import moving
from backend.domains.training.service.assigning import told
from backend.domains.training.service.exercises import adopt
from backend.domains.training.service.planned_day import exercises_of, stored_day
from backend.domains.training.service.previewing import FUTURE, PAST
from backend.domains.training.service.programs import with_missed
from backend.events.training import ScheduleChanged

_REQUIRED = ("scheduled_on", "status", "document")


async def update(session: WriteSession, access: Access, workout_id: UUID, form: WorkoutPatch) -> PlannedWorkout:
    """Save what was sent. Skipping may advance a dynamic program, as completing does.

    Raises `NotFound`, `WorkoutVersionConflict`, `WorkoutSettled` and `Invalid`.
    """
    program, row = await _held(session, access, workout_id)
    if row["version"] != form.version:
        raise WorkoutVersionConflict(extra={"current": {"version": row["version"], "status": row["status"]}})
    if row["status"] in ("completed", "cancelled"):
        raise WorkoutSettled
    values = await _values(session, form)
    if values:
        await session.execute(
            sql_update(Workout)
            .where(Workout.organization_id == session.organization_id, Workout.id == workout_id)
            .values(**values, version=Workout.version + 1)
        )
        if "scheduled_on" in values:
            await _stretch(session, program["id"], values["scheduled_on"])
        deeds.note_workout(session, row, values, content=form.document is not None)
        about = told(session, row["client_id"], program)
        emit(session, ScheduleChanged(program_id=program["id"], workout_id=workout_id, **about))
    if values.get("status") == "skipped" and row["status"] == "planned":
        await moving.settle(session, program, clock.now())
    saved = await workouts.one(session, visible_workouts(access), workout_id)
    if saved is None:
        raise NotFound
    return PlannedWorkout.model_validate(with_missed(saved, clock.today(program["zone"])))


async def _held(session: WriteSession, access: Access, workout_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    program_id = await session.scalar(
        select(Workout.program_id).where(visible_workouts(access), Workout.id == workout_id)
    )
    program = None if program_id is None else await programs.lock(session, visible_programs(access), program_id)
    # Read after the lock: everything that changes a workout holds its program.
    row = None if program is None else await workouts.one(session, visible_workouts(access), workout_id)
    if program is None or row is None:
        raise NotFound
    return program, row


async def _values(session: WriteSession, form: WorkoutPatch) -> dict[str, Any]:
    sent = form.model_fields_set
    empty = [name for name in _REQUIRED if name in sent and getattr(form, name) is None]
    if empty:
        raise Invalid(
            errors=[FieldError(f"/{name}", "This cannot be empty; leave it out to keep it.") for name in empty]
        )
    values: dict[str, Any] = {}
    if form.scheduled_on is not None:
        values["scheduled_on"] = _within_reach(form.scheduled_on)
    if form.status is not None:
        values["status"] = form.status
    if form.document is not None:
        values |= await _content(session, form.document)
    return values


async def _content(session: WriteSession, day: DayIn) -> dict[str, Any]:
    return stored_day(day, await adopt(session, exercises_of(day)))


def _within_reach(day: date) -> date:
    today = clock.now().date()
    if not today - PAST <= day <= today + FUTURE:
        raise Invalid(errors=[FieldError("/scheduled_on", "Choose a day from one year ago to two years ahead.")])
    return day


async def _stretch(session: WriteSession, program_id: UUID, day: date) -> None:
    await session.execute(
        sql_update(Program)
        .where(Program.organization_id == session.organization_id, Program.id == program_id, Program.end_on < day)
        .values(end_on=func.greatest(Program.end_on, day), version=Program.version + 1)
    )
