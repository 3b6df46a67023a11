"""A client's programs and planned workouts: what an export holds of them, and how they are erased."""

from sqlalchemy import delete, select

from backend.core.db.write import WriteSession
from backend.core.openings import DataClass
from backend.core.personal import Asked, Contribution, Files, Person, contributes
from backend.domains.training.models import Program, Workout


async def _export(session: WriteSession, asked: Asked) -> Files:
    if not asked.holds(DataClass.PLAN):
        return {}
    client_id = asked.person.client_id
    programs = await session.all(
        select(
            Program.id,
            Program.name,
            Program.mode,
            Program.status,
            Program.start_on,
            Program.end_on,
            Program.training_days,
            Program.completed_at,
            Program.created_at,
        )
        .where(Program.organization_id == session.organization_id, Program.client_id == client_id)
        .order_by(Program.id)
    )
    workouts = await session.all(
        select(
            Workout.id,
            Workout.program_id,
            Workout.name,
            Workout.phase,
            Workout.week,
            Workout.day,
            Workout.scheduled_on,
            Workout.status,
            Workout.completed_at,
            Workout.document,
        )
        .where(Workout.organization_id == session.organization_id, Workout.client_id == client_id)
        .order_by(Workout.scheduled_on, Workout.id)
    )
    return {"programs.json": programs, "planned_workouts.json": workouts}


async def _erase(session: WriteSession, person: Person) -> None:
    """Workouts and the history of the pointer go with their program."""
    await session.execute(
        delete(Program).where(Program.organization_id == session.organization_id, Program.client_id == person.client_id)
    )


contributes(Contribution("training", "Programs", ("programs", "program_advances", "workouts"), _export, _erase))
