"""Planned workouts, read for the logger."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from backend.core.db.read import ReadSession
from backend.domains.clients.models import Client
from backend.domains.organizations.models import Organization
from backend.domains.training.models import Program, Workout
from backend.domains.workouts.models import SessionLog


async def workout(
    read: ReadSession, visible: ColumnElement[bool], shared: ColumnElement[bool], workout_id: UUID
) -> dict[str, Any] | None:
    """A workout with its program's name, the organization's units and the id of its session.

    `shares_training` is whether `shared` holds for the client.
    """
    return await read.first(
        select(
            Workout.id,
            Workout.program_id,
            Program.name.label("program_name"),
            Workout.client_id,
            Workout.name,
            Workout.scheduled_on,
            Workout.status,
            Workout.phase,
            Workout.week,
            Workout.day,
            Workout.completed_at,
            Workout.version,
            Workout.document,
            Organization.units,
            SessionLog.id.label("session_log_id"),
            shared.label("shares_training"),
        )
        .select_from(Workout)
        .join(Client, and_(Client.organization_id == Workout.organization_id, Client.id == Workout.client_id))
        .join(Program, and_(Program.organization_id == Workout.organization_id, Program.id == Workout.program_id))
        .join(Organization, Organization.id == Workout.organization_id)
        .outerjoin(
            SessionLog,
            and_(
                SessionLog.organization_id == Workout.organization_id,
                SessionLog.workout_id == Workout.id,
                SessionLog.status != "discarded",
            ),
        )
        .where(visible, Workout.id == workout_id)
    )
