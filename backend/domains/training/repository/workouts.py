"""Queries over planned workouts. Domains above read them with `rows` and `of_client`."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, and_, any_, cast, func, select, update
from sqlalchemy import UUID as SqlUuid

from backend.core.db.write import WriteSession
from backend.domains.training.models import Program, Workout
from backend.domains.training.progression import Position
from backend.domains.training.repository.exercises import Rows, Session

ROW = (
    Workout.id,
    Workout.program_id,
    Workout.client_id,
    Workout.phase,
    Workout.week,
    Workout.day,
    Workout.name,
    Workout.scheduled_on,
    Workout.status,
    Workout.exercises,
    Workout.sets,
    Workout.minutes,
    Workout.completed_at,
    Workout.version,
)


def _span(statement: Rows, from_date: date | None, to_date: date | None) -> Rows:
    if from_date is not None:
        statement = statement.where(Workout.scheduled_on >= from_date)
    if to_date is not None:
        statement = statement.where(Workout.scheduled_on <= to_date)
    return statement


async def of_program(
    session: Session, program_id: UUID, from_date: date | None, to_date: date | None
) -> list[dict[str, Any]]:
    """A program's workouts in the order of training."""
    statement = select(*ROW).where(Workout.organization_id == session.organization_id, Workout.program_id == program_id)
    return await session.all(_span(statement, from_date, to_date).order_by(Workout.phase, Workout.week, Workout.day))


async def of_client(session: Session, client_id: UUID, from_date: date, to_date: date) -> list[dict[str, Any]]:
    """A client's workouts from one day to another (both included) by date, without cancelled ones: `ROW` and
    program_name. The caller has made sure that the client may be seen."""
    return await session.all(
        _span(
            select(*ROW, Program.name.label("program_name"))
            .join(Program, and_(Program.organization_id == Workout.organization_id, Program.id == Workout.program_id))
            .where(
                Workout.organization_id == session.organization_id,
                Workout.client_id == client_id,
                Workout.status != "cancelled",
            ),
            from_date,
            to_date,
        ).order_by(Workout.scheduled_on, Workout.id)
    )


async def one(session: Session, visible: ColumnElement[bool], workout_id: UUID) -> dict[str, Any] | None:
    """A workout with its document."""
    return await session.first(
        select(*ROW, Workout.document).where(
            Workout.organization_id == session.organization_id, visible, Workout.id == workout_id
        )
    )


async def open_by_week(session: WriteSession, program_id: UUID) -> dict[Position, int]:
    """How many workouts are still planned in each week of a program."""
    rows = await session.all(
        select(Workout.phase, Workout.week, func.count().label("open"))
        .where(
            Workout.organization_id == session.organization_id,
            Workout.program_id == program_id,
            Workout.status == "planned",
        )
        .group_by(Workout.phase, Workout.week)
    )
    return {Position(row["phase"], row["week"]): row["open"] for row in rows}


async def planned(session: WriteSession, program_id: UUID) -> list[dict[str, Any]]:
    """Ids and dates of what is still planned in a program."""
    return await session.all(
        select(Workout.id, Workout.scheduled_on).where(
            Workout.organization_id == session.organization_id,
            Workout.program_id == program_id,
            Workout.status == "planned",
        )
    )


async def cancel_planned(session: WriteSession, program_ids: Collection[UUID]) -> None:
    """Cancel what is still planned in these programs."""
    await session.execute(
        update(Workout)
        .where(
            Workout.organization_id == session.organization_id,
            Workout.program_id == any_(cast(list(program_ids), ARRAY(SqlUuid))),
            Workout.status == "planned",
        )
        .values(status="cancelled", version=Workout.version + 1)
    )
