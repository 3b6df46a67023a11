"""What is asked about sessions and clients that are known already: a statement each, whatever their number."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, and_, any_, bindparam, literal_column, select
from sqlalchemy import Uuid as SqlUuid

from backend.core.db.prepared import Prepared
from backend.core.db.read import ReadSession
from backend.domains.training.models import Exercise, Workout
from backend.domains.workouts.models import PersonalRecord, SessionLog

_ORGANIZATION = bindparam("organization_id", type_=SqlUuid)
_IDS = any_(bindparam("ids", type_=ARRAY(SqlUuid)))

_RECORDS_OF = Prepared(
    select(
        PersonalRecord.session_log_id,
        PersonalRecord.kind,
        Exercise.name.label("exercise_name"),
        PersonalRecord.value,
        PersonalRecord.weight_kg,
        PersonalRecord.reps,
    )
    .join(
        Exercise,
        and_(Exercise.organization_id == PersonalRecord.organization_id, Exercise.id == PersonalRecord.exercise_id),
    )
    .where(
        PersonalRecord.organization_id == _ORGANIZATION,
        PersonalRecord.session_log_id == _IDS,
        PersonalRecord.is_first.is_(False),
    )
    .order_by(PersonalRecord.kind != "estimated_1rm", PersonalRecord.value.desc(), PersonalRecord.id)
)

_PLANNED_OF = Prepared(
    select(Workout.client_id, Workout.scheduled_on, Workout.status).where(
        Workout.organization_id == _ORGANIZATION,
        Workout.client_id == _IDS,
        Workout.scheduled_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
    )
)

_FREE_DAYS_OF = Prepared(
    select(SessionLog.client_id, SessionLog.local_date).where(
        SessionLog.organization_id == _ORGANIZATION,
        SessionLog.client_id == _IDS,
        SessionLog.status == literal_column("'finished'"),
        SessionLog.workout_id.is_(None),
        SessionLog.local_date >= bindparam("first", type_=Date),
    )
)


async def records_of(read: ReadSession, sessions: Sequence[UUID]) -> list[dict[str, Any]]:
    """Records that fell in these sessions, the best kind first; baselines left out."""
    return await read.all(_RECORDS_OF, {"organization_id": read.organization_id, "ids": sessions})


async def planned_of(read: ReadSession, clients: Sequence[UUID], first: date, last: date) -> list[dict[str, Any]]:
    """Planned workouts of some clients between two dates."""
    values = {"organization_id": read.organization_id, "ids": clients, "first": first, "last": last}
    return await read.all(_PLANNED_OF, values)


async def free_days_of(read: ReadSession, clients: Sequence[UUID], first: date) -> list[dict[str, Any]]:
    """Dates on which some clients trained without a plan."""
    return await read.all(_FREE_DAYS_OF, {"organization_id": read.organization_id, "ids": clients, "first": first})
