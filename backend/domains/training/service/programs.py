"""Clients' programs: reading and holding them."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.domains.training.errors import ProgramEnded, ProgramVersionConflict
from backend.domains.training.policies import visible_programs
from backend.domains.training.repository import clients, programs, workouts
from backend.domains.training.repository.exercises import Session
from backend.domains.training.schemas.programs import ProgramOut

_HIDDEN = ("outline", "zone", "trainer_member_id", "client_member_id")


async def of_client(read: ReadSession, access: Access, client_id: UUID) -> list[dict[str, Any]]:
    """A client's programs. Raises `NotFound`."""
    if await clients.one(read, access, client_id) is None:
        raise NotFound
    return [_shown(row) for row in await programs.of_client(read, visible_programs(access), client_id)]


async def get(session: Session, access: Access, program_id: UUID) -> ProgramOut:
    """A program with phases and history. Raises `NotFound`."""
    row = await programs.one(session, visible_programs(access), program_id)
    if row is None:
        raise NotFound
    history = await programs.history(session, program_id)
    return ProgramOut.model_validate({**_shown(row), "phases": row["outline"], "history": history})


async def workouts_of(
    read: ReadSession, access: Access, program_id: UUID, from_date: date | None, to_date: date | None
) -> list[dict[str, Any]]:
    """A program's workouts as `WorkoutRow`s. Raises `NotFound`."""
    row = await programs.one(read, visible_programs(access), program_id)
    if row is None:
        raise NotFound
    today = clock.today(row["zone"])
    return [with_missed(item, today) for item in await workouts.of_program(read, program_id, from_date, to_date)]


async def locked(session: WriteSession, access: Access, program_id: UUID, version: int) -> dict[str, Any]:
    """An open program, held until the end of this transaction.

    Raises `NotFound`, `ProgramVersionConflict` and `ProgramEnded`.
    """
    row = await programs.lock(session, visible_programs(access), program_id)
    if row is None:
        raise NotFound
    if row["version"] != version:
        raise ProgramVersionConflict(extra={"current": {"version": row["version"], "status": row["status"]}})
    if row["status"] != "active":
        raise ProgramEnded
    return row


def with_missed(row: dict[str, Any], today: date) -> dict[str, Any]:
    """A workout's row with whether its day passed unused."""
    return {**row, "missed": row["status"] == "planned" and row["scheduled_on"] < today}


def check_span(from_date: date, to_date: date, days: int) -> None:
    """Raises `Invalid` for a span that is turned around or too long."""
    if to_date < from_date:
        raise Invalid(errors=[FieldError("/to", "Choose an end that is not before the start.", "query")])
    if (to_date - from_date).days >= days:
        raise Invalid(errors=[FieldError("/to", f"Choose at most {days} days.", "query")])


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in row.items() if key not in _HIDDEN}
    if row["status"] == "active" and row["start_on"] > clock.today(row["zone"]):
        shown["status"] = "scheduled"
    return shown
