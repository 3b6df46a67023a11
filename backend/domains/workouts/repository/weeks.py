"""Counting a client's week."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from backend.core.db.write import WriteSession
from backend.domains.training.models import Workout
from backend.domains.workouts.models import SessionLog


async def counts(session: WriteSession, client_id: UUID, monday: date) -> tuple[int, int]:
    """Sessions finished in the week from `monday`, and workouts planned for it (cancelled ones left out)."""
    sunday = monday + timedelta(days=6)
    done = (
        select(func.count())
        .where(
            SessionLog.organization_id == session.organization_id,
            SessionLog.client_id == client_id,
            SessionLog.status == "finished",
            SessionLog.local_date.between(monday, sunday),
        )
        .scalar_subquery()
    )
    planned = (
        select(func.count())
        .where(
            Workout.organization_id == session.organization_id,
            Workout.client_id == client_id,
            Workout.status != "cancelled",
            Workout.scheduled_on.between(monday, sunday),
        )
        .scalar_subquery()
    )
    row = (await session.execute(select(done, planned))).one()
    return int(row[0]), int(row[1])
