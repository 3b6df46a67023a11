"""Looking back: history, records, one exercise over time, adherence."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from backend.core.errors import NotFound
from backend.core.openings import DataClass
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, Process, Read, Router, json_response, requires
from backend.domains.workouts.schemas.reading import (
    AdherenceOut,
    ExerciseHistory,
    ExercisesWithHistory,
    LastTimeOut,
    Metric,
    Records,
    SessionRow,
)
from backend.domains.workouts.service import progress

router = Router(prefix="/clients/{client_id}", tags=["workouts"], errors=[NotFound])

Reads = Annotated[Access, requires("history:read")]


@router.get("/workout-history", response_model=Page[SessionRow])
async def list_workout_history(
    access: Reads, read: Read, runtime: Process, client_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Finished sessions, newest first."""
    found = await progress.history(read, access, client_id, limit, cursor)
    runtime.openings.note(access, client_id, DataClass.TRAINING)
    return json_response(found)


@router.get("/records", response_model=Records)
async def list_records(
    access: Annotated[Access, requires("records:read")], read: Read, runtime: Process, client_id: UUID
) -> Response:
    """Current bests by exercise, and the latest records."""
    found = await progress.records(read, access, client_id)
    runtime.openings.note(access, client_id, DataClass.TRAINING)
    return json_response(found)


@router.get("/exercises", response_model=ExercisesWithHistory)
async def list_trained_exercises(access: Reads, read: Read, runtime: Process, client_id: UUID) -> Response:
    """Exercises that the client has done, the latest first."""
    found = await progress.exercises(read, access, client_id)
    runtime.openings.note(access, client_id, DataClass.TRAINING)
    return json_response(found)


@router.get("/exercises/{exercise_id}/history", response_model=ExerciseHistory)
async def get_exercise_history(
    access: Reads,
    read: Read,
    runtime: Process,
    client_id: UUID,
    exercise_id: UUID,
    metric: Metric = "estimated_1rm",
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
) -> Response:
    """One exercise over time, a point per day."""
    found = await progress.exercise_history(read, access, client_id, exercise_id, metric, from_, to)
    runtime.openings.note(access, client_id, DataClass.TRAINING)
    return json_response(found)


@router.get("/exercises/{exercise_id}/last-time", response_model=LastTimeOut)
async def get_last_time(access: Reads, read: Read, runtime: Process, client_id: UUID, exercise_id: UUID) -> Response:
    """What was done of an exercise last time, for one that was swapped in or added."""
    found = await progress.last_time(read, access, client_id, exercise_id)
    runtime.openings.note(access, client_id, DataClass.TRAINING)
    return json_response(found)


@router.get("/adherence", response_model=AdherenceOut)
async def get_adherence(
    access: Annotated[Access, requires("adherence:read")],
    read: Read,
    runtime: Process,
    client_id: UUID,
    days: Annotated[int, Query(ge=1, le=366)] = 28,
) -> Response:
    """How much of the plan was followed, and each day's state."""
    found = await progress.adherence(read, access, client_id, days)
    runtime.openings.note(access, client_id, DataClass.TRAINING)
    return json_response(found)
