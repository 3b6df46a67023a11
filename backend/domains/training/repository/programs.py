"""Queries over clients' programs."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, and_, any_, cast, func, select, true
from sqlalchemy import UUID as SqlUuid

from backend.core.db.write import WriteSession
from backend.domains.clients.models import Client
from backend.domains.organizations.models import Member, Organization
from backend.domains.training.models import Program, ProgramAdvance, Workout
from backend.domains.training.repository import clients
from backend.domains.training.repository.exercises import Rows, Selected, Session

_OPEN = Program.status == "active"


def _columns() -> list[Selected]:
    return [
        Program.id,
        Program.client_id,
        Program.template_id,
        Program.name,
        Program.mode,
        Program.status,
        Program.start_on,
        Program.end_on,
        Program.training_days,
        Program.outline,
        Program.current_phase,
        Program.current_week,
        Program.total_workouts,
        Program.version,
        Program.completed_at,
        Program.created_at,
        *clients.columns(),
    ]


def _of_clients(columns: list[Selected]) -> Rows:
    return (
        select(*columns)
        .select_from(Program)
        .join(Client, and_(Client.organization_id == Program.organization_id, Client.id == Program.client_id))
        .join(Organization, Organization.id == Program.organization_id)
    )


def _counted(visible: ColumnElement[bool]) -> Rows:
    settled = (
        select(
            func.count().filter(Workout.status == "completed").label("completed_workouts"),
            func.count().filter(Workout.status == "skipped").label("skipped_workouts"),
        )
        .where(Workout.organization_id == Program.organization_id, Workout.program_id == Program.id)
        .correlate(Program)
        .lateral("settled")
    )
    columns = [*_columns(), settled.c.completed_workouts, settled.c.skipped_workouts]
    return _of_clients(columns).join(settled, true()).where(visible)


async def one(session: Session, visible: ColumnElement[bool], program_id: UUID) -> dict[str, Any] | None:
    """A program, with how many workouts are done and skipped. `visible` is `policies.visible_programs(access)`."""
    return await session.first(_counted(visible).where(Program.id == program_id))


async def of_client(session: Session, visible: ColumnElement[bool], client_id: UUID) -> list[dict[str, Any]]:
    """A client's programs: the open one first, then the newest."""
    return await session.all(
        _counted(visible).where(Program.client_id == client_id).order_by(_OPEN.desc(), Program.id.desc()).limit(200)
    )


async def history(session: Session, program_id: UUID) -> list[dict[str, Any]]:
    """Moves of the pointer, the newest first."""
    return await session.all(
        select(
            ProgramAdvance.id,
            ProgramAdvance.at,
            ProgramAdvance.from_phase,
            ProgramAdvance.from_week,
            ProgramAdvance.to_phase,
            ProgramAdvance.to_week,
            ProgramAdvance.reason,
            Member.name.label("actor_name"),
        )
        .outerjoin(
            Member,
            and_(Member.organization_id == ProgramAdvance.organization_id, Member.id == ProgramAdvance.actor_member_id),
        )
        .where(ProgramAdvance.organization_id == session.organization_id, ProgramAdvance.program_id == program_id)
        .order_by(ProgramAdvance.at.desc(), ProgramAdvance.id.desc())
        .limit(500)
    )


async def lock(session: WriteSession, visible: ColumnElement[bool], program_id: UUID) -> dict[str, Any] | None:
    """A program, which nobody else moves until this transaction ends."""
    return await session.first(
        _of_clients(_columns())
        .where(Program.organization_id == session.organization_id, visible, Program.id == program_id)
        .with_for_update(of=Program)
    )


async def open_of(session: WriteSession, client_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Open programs of these clients, locked in the order of their ids."""
    return await session.all(
        select(Program.id, Program.client_id)
        .where(
            Program.organization_id == session.organization_id,
            Program.client_id == any_(cast(list(client_ids), ARRAY(SqlUuid))),
            _OPEN,
        )
        .order_by(Program.id)
        .with_for_update()
    )
