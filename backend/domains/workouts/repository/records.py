"""Reading records."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.training.models import Exercise
from backend.domains.workouts.models import PersonalRecord

RECENT = 20

Session = ReadSession | WriteSession


_TABLE = PersonalRecord.__table__

_COLUMNS: tuple[ColumnElement[Any], ...] = (
    *(
        _TABLE.c[name]
        for name in (
            "id",
            "exercise_id",
            "kind",
            "value",
            "previous_value",
            "weight_kg",
            "reps",
            "set_log_id",
            "session_log_id",
            "achieved_at",
            "achieved_on",
            "is_first",
            "is_current",
        )
    ),
    Exercise.__table__.c["name"].label("exercise_name"),
)


def _shown() -> Select[Any]:
    """Records with the names of their exercises: the columns of a `RecordOut`."""
    return select(*_COLUMNS).join(
        Exercise,
        and_(Exercise.organization_id == PersonalRecord.organization_id, Exercise.id == PersonalRecord.exercise_id),
    )


async def of_session(session: Session, session_log_id: UUID) -> list[dict[str, Any]]:
    """Records that a session set, baselines included."""
    return await session.all(
        _shown()
        .where(
            PersonalRecord.organization_id == session.organization_id,
            PersonalRecord.session_log_id == session_log_id,
        )
        .order_by(Exercise.name, PersonalRecord.kind, PersonalRecord.weight_kg.desc(), PersonalRecord.id)
    )


async def current(session: Session, client_id: UUID) -> list[dict[str, Any]]:
    """The client's records that no later one beats."""
    return await session.all(
        _shown()
        .where(
            PersonalRecord.organization_id == session.organization_id,
            PersonalRecord.client_id == client_id,
            PersonalRecord.is_current,
        )
        .order_by(Exercise.name, Exercise.id, PersonalRecord.kind, PersonalRecord.weight_kg.desc(), PersonalRecord.id)
    )


async def recent(session: Session, client_id: UUID) -> list[dict[str, Any]]:
    """The client's latest records, baselines left out."""
    return await session.all(
        _shown()
        .where(
            PersonalRecord.organization_id == session.organization_id,
            PersonalRecord.client_id == client_id,
            PersonalRecord.is_first.is_(False),
        )
        .order_by(PersonalRecord.achieved_at.desc(), PersonalRecord.id)
        .limit(RECENT)
    )


async def estimated_1rms(session: Session, client_id: UUID, exercise_ids: list[UUID]) -> dict[UUID, Any]:
    """The client's best estimated one-repetition maxima, by exercise."""
    rows = await session.all(
        select(PersonalRecord.exercise_id, PersonalRecord.value).where(
            PersonalRecord.organization_id == session.organization_id,
            PersonalRecord.client_id == client_id,
            PersonalRecord.exercise_id.in_(exercise_ids),
            PersonalRecord.kind == "estimated_1rm",
            PersonalRecord.is_current,
        )
    )
    return {row["exercise_id"]: row["value"] for row in rows}
