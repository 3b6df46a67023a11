"""What a client trained: what an export holds of it, how it is erased; how long discarded workouts stay."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, select

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.openings import DataClass
from backend.core.personal import Asked, Contribution, Files, Person, contributes
from backend.core.retention import Due, Rule, retains
from backend.domains.training.models import Exercise
from backend.domains.workouts.models import ExerciseLog, PersonalRecord, SessionLog, SetLog, TrainingStats


async def _export(session: WriteSession, asked: Asked) -> Files:
    if not asked.holds(DataClass.TRAINING):
        return {}
    return {
        "sessions.json": await _sessions(session, asked.person.client_id),
        "records.json": await _records(session, asked.person.client_id),
    }


async def _sessions(session: WriteSession, client_id: UUID) -> list[dict[str, Any]]:
    """Every session with its exercises and their sets: three statements, however many there are."""
    organization_id = session.organization_id
    logs = await session.all(
        select(
            SessionLog.id,
            SessionLog.name,
            SessionLog.status,
            SessionLog.started_at,
            SessionLog.finished_at,
            SessionLog.local_date,
            SessionLog.notes,
            SessionLog.effort,
            SessionLog.volume_kg,
            SessionLog.duration_s,
        )
        .where(SessionLog.organization_id == organization_id, SessionLog.client_id == client_id)
        .order_by(SessionLog.started_at, SessionLog.id)
    )
    exercises = await session.all(
        select(ExerciseLog.id, ExerciseLog.session_log_id, Exercise.name.label("exercise"), ExerciseLog.note)
        .join(
            Exercise,
            and_(Exercise.organization_id == ExerciseLog.organization_id, Exercise.id == ExerciseLog.exercise_id),
        )
        .where(ExerciseLog.organization_id == organization_id, ExerciseLog.client_id == client_id)
        .order_by(ExerciseLog.session_log_id, ExerciseLog.position)
    )
    sets = await session.all(
        select(
            SetLog.exercise_log_id,
            SetLog.set_number,
            SetLog.kind,
            SetLog.reps,
            SetLog.weight_kg,
            SetLog.rpe,
            SetLog.duration_s,
            SetLog.distance_m,
            SetLog.done_at,
        )
        .join(
            SessionLog,
            and_(SessionLog.organization_id == SetLog.organization_id, SessionLog.id == SetLog.session_log_id),
        )
        .where(SetLog.organization_id == organization_id, SessionLog.client_id == client_id, ~SetLog.deleted)
        .order_by(SetLog.exercise_log_id, SetLog.set_number)
    )
    sets_of = _grouped(sets, "exercise_log_id")
    exercises_of = _grouped(
        [{**exercise, "sets": sets_of[exercise.pop("id")]} for exercise in exercises], "session_log_id"
    )
    return [{**log, "exercises": exercises_of[log["id"]]} for log in logs]


async def _records(session: WriteSession, client_id: UUID) -> list[dict[str, Any]]:
    return await session.all(
        select(
            Exercise.name.label("exercise"),
            PersonalRecord.kind,
            PersonalRecord.value,
            PersonalRecord.previous_value,
            PersonalRecord.achieved_at,
            PersonalRecord.is_current,
        )
        .join(
            Exercise,
            and_(Exercise.organization_id == PersonalRecord.organization_id, Exercise.id == PersonalRecord.exercise_id),
        )
        .where(PersonalRecord.organization_id == session.organization_id, PersonalRecord.client_id == client_id)
        .order_by(PersonalRecord.achieved_at, PersonalRecord.id)
    )


def _grouped(rows: list[dict[str, Any]], key: str) -> defaultdict[UUID, list[dict[str, Any]]]:
    found: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.pop(key)].append(row)
    return found


async def _erase(session: WriteSession, person: Person) -> None:
    """Exercises, sets and records go with their session."""
    of_client = SessionLog.client_id == person.client_id
    await session.execute(delete(SessionLog).where(SessionLog.organization_id == session.organization_id, of_client))
    await session.execute(
        delete(TrainingStats).where(
            TrainingStats.organization_id == session.organization_id, TrainingStats.id == person.client_id
        )
    )


contributes(
    Contribution(
        "workouts",
        "Training",
        ("session_logs", "exercise_logs", "set_logs", "records", "training_stats"),
        _export,
        _erase,
    )
)


async def _count(session: ReadSession | WriteSession, before: datetime) -> Due:
    found = await session.first(
        select(func.count().label("n"), func.min(SessionLog.updated_at).label("oldest")).where(
            SessionLog.organization_id == session.organization_id,
            SessionLog.status == "discarded",
            SessionLog.updated_at < before,
        )
    )
    return Due(found["n"], found["oldest"]) if found else Due(0, None)


async def _remove(session: WriteSession, before: datetime, limit: int) -> int:
    past = (
        select(SessionLog.id)
        .where(
            SessionLog.organization_id == session.organization_id,
            SessionLog.status == "discarded",
            SessionLog.updated_at < before,
        )
        .order_by(SessionLog.id)
        .limit(limit)
    )
    result = await session.execute(
        delete(SessionLog).where(SessionLog.organization_id == session.organization_id, SessionLog.id.in_(past))
    )
    return result.rowcount


retains(
    Rule(
        "discarded_workouts",
        "Discarded workouts",
        "Workouts that were begun and thrown away. Until they go, they can be brought back.",
        days=90,
        least=1,
        count=_count,
        remove=_remove,
    )
)
