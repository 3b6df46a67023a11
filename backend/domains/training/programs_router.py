"""Clients' programs, their planned workouts and the calendar."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from backend.core.errors import NotFound
from backend.core.openings import DataClass
from backend.core.routing import Access, Process, Read, Router, Write, json_response, requires
from backend.domains.training.errors import (
    NoFurtherWeek,
    ProgramEnded,
    ProgramVersionConflict,
    WorkoutSettled,
    WorkoutVersionConflict,
)
from backend.domains.training.schemas.programs import (
    Calendar,
    PlannedWorkout,
    ProgramList,
    ProgramMove,
    ProgramOut,
    ProgramPatch,
    ProgramShift,
    Shifted,
    WorkoutList,
    WorkoutPatch,
    WorkoutSkip,
)
from backend.domains.training.service import calendar, moving, programs, workouts

router = Router(tags=["programs"], errors=[NotFound])
changing = Router(tags=["programs"], errors=[NotFound, ProgramVersionConflict, ProgramEnded, NoFurtherWeek])
single = Router(tags=["programs"], errors=[NotFound, WorkoutVersionConflict, WorkoutSettled])


@router.get("/clients/{client_id}/programs")
async def list_client_programs(
    access: Annotated[Access, requires("programs:read")], read: Read, runtime: Process, client_id: UUID
) -> ProgramList:
    """All programs of a client: the open one first, then the newest."""
    found = await programs.of_client(read, access, client_id)
    runtime.openings.note(access, client_id, DataClass.PLAN)
    return ProgramList.model_validate({"items": found})


@router.get("/programs/{program_id}")
async def get_program(
    access: Annotated[Access, requires("programs:read")], read: Read, runtime: Process, program_id: UUID
) -> ProgramOut:
    """A program with its phases and the history of its pointer."""
    program = await programs.get(read, access, program_id)
    runtime.openings.note(access, program.client_id, DataClass.PLAN)
    return program


@router.get("/programs/{program_id}/workouts", response_model=WorkoutList)
async def list_program_workouts(
    access: Annotated[Access, requires("programs:read")],
    read: Read,
    runtime: Process,
    program_id: UUID,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: Annotated[date | None, Query()] = None,
) -> Response:
    """The planned workouts of a program in the order of training, at most 728."""
    items = await programs.workouts_of(read, access, program_id, from_, to)
    if items:
        runtime.openings.note(access, items[0]["client_id"], DataClass.PLAN)
    return json_response({"items": items})


@router.get("/clients/{client_id}/calendar", response_model=Calendar)
async def get_client_calendar(
    access: Annotated[Access, requires("calendar:read")],
    read: Read,
    runtime: Process,
    client_id: UUID,
    from_: Annotated[date, Query(alias="from")],
    to: Annotated[date, Query(description="Included; at most 62 days in all.")],
) -> Response:
    """What is planned for a client, day by day. Cancelled workouts are left out."""
    found = await calendar.of_client(read, access, client_id, from_, to)
    runtime.openings.note(access, client_id, DataClass.PLAN)
    return json_response(found)


@changing.put("/programs/{program_id}")
async def move_program(
    access: Annotated[Access, requires("programs:advance")],
    session: Write,
    runtime: Process,
    program_id: UUID,
    body: ProgramMove,
) -> ProgramOut:
    """Move the week on or back, or end the program; what is still planned in an ended program is cancelled."""
    found = await moving.move(session, access, program_id, body)
    runtime.openings.note(access, found.client_id, DataClass.PLAN)
    return found


@changing.patch("/programs/{program_id}")
async def update_program(
    access: Annotated[Access, requires("programs:update")],
    session: Write,
    runtime: Process,
    program_id: UUID,
    body: ProgramPatch,
) -> ProgramOut:
    """Rename a program or change how it advances: one that becomes dynamic in a week that is done moves on at once."""
    found = await moving.amend(session, access, program_id, body)
    runtime.openings.note(access, found.client_id, DataClass.PLAN)
    return found


@changing.post("/programs/{program_id}/shift")
async def shift_program(
    access: Annotated[Access, requires("programs:shift")],
    session: Write,
    runtime: Process,
    program_id: UUID,
    body: ProgramShift,
) -> Shifted:
    """Move everything still planned from a date on. What is done, skipped or cancelled keeps its date."""
    found = await moving.shift(session, access, program_id, body)
    runtime.openings.note(access, found.program.client_id, DataClass.PLAN)
    return found


@single.patch("/workouts/{workout_id}")
async def update_workout(
    access: Annotated[Access, requires("workouts:reschedule")],
    session: Write,
    runtime: Process,
    workout_id: UUID,
    body: WorkoutPatch,
) -> PlannedWorkout:
    """Move, skip or change one client's workout. The template and other clients keep theirs."""
    found = await workouts.update(session, access, workout_id, body)
    runtime.openings.note(access, found.client_id, DataClass.PLAN)
    return found


@single.post("/workouts/{workout_id}/skip")
async def skip_workout(
    access: Annotated[Access, requires("workouts:skip")],
    session: Write,
    runtime: Process,
    workout_id: UUID,
    body: WorkoutSkip,
) -> PlannedWorkout:
    """Let a workout go; whoever logs it may. Skipping the last open one of a week moves a dynamic program on."""
    found = await workouts.update(session, access, workout_id, WorkoutPatch(version=body.version, status="skipped"))
    runtime.openings.note(access, found.client_id, DataClass.PLAN)
    return found


router.include_router(changing)
router.include_router(single)
