"""Today, and planned workouts with what the logger shows beside them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from backend.core.errors import Forbidden, NotFound
from backend.core.openings import DataClass
from backend.core.routing import Access, Process, Read, Router, Write, json_response, requires
from backend.domains.accounts.schemas import Units
from backend.domains.workouts.errors import SessionNotOpen, WorkoutNotOpen
from backend.domains.workouts.schemas.logging import CompleteIn, FinishResult
from backend.domains.workouts.schemas.reading import Today, WorkoutOut
from backend.domains.workouts.service import finishing, today, workout

router = Router(tags=["workouts"], errors=[NotFound, Forbidden, SessionNotOpen, WorkoutNotOpen])

Reads = Annotated[Access, requires("workouts:read")]


@router.get("/today", response_model=Today)
async def get_today(
    access: Reads,
    read: Read,
    runtime: Process,
    client_id: Annotated[UUID | None, Query(description="For trainers; a client sees their own day.")] = None,
) -> Response:
    """What there is to do today: the workout, an open session, the week, the streak and what was missed."""
    found = await today.today(read, access, client_id)
    runtime.openings.note(access, found["client_id"], DataClass.PLAN, DataClass.TRAINING)
    return json_response(found)


@router.get("/workouts/{workout_id}")
async def get_workout(
    access: Reads,
    read: Read,
    runtime: Process,
    workout_id: UUID,
    units: Annotated[
        Units | None, Query(description="Plates to round suggested weights to; left out, the organization's.")
    ] = None,
) -> WorkoutOut:
    """A planned workout with last time's sets and a suggested weight for each exercise, and its log if there is one."""
    found = await workout.workout(read, access, workout_id, units)
    trained = () if found.log is None and not any(line.last_time for line in found.guidance) else (DataClass.TRAINING,)
    runtime.openings.note(access, found.client_id, DataClass.PLAN, *trained)
    return found


@router.post("/workouts/{workout_id}/complete")
async def complete_workout(
    access: Annotated[Access, requires("workouts:complete")],
    session: Write,
    runtime: Process,
    workout_id: UUID,
    body: CompleteIn,
) -> FinishResult:
    """Finish the session of a planned workout; a dynamic program moves on by itself. A repeat answers the same."""
    found = await finishing.complete(session, access, workout_id, body)
    runtime.openings.note(access, found.session.client_id, *found.classes)
    return found
