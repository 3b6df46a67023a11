"""What records and prepared figures are worked out from, and where they are kept."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import orjson
from sqlalchemy import TEXT, bindparam, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from backend.core.db.write import WriteSession
from backend.domains.workouts.models import ExerciseLog, PersonalRecord, SessionLog, SetLog, TrainingStats
from backend.domains.workouts.scoring import DoneSession, DoneSet, Record

_NAMESPACE = UUID("b4f2a5de-3c53-4f7f-8d3a-0a8a1d6c9f10")


async def lock_client(session: WriteSession, client_id: UUID) -> dict[str, Any]:
    """The client's prepared figures, which nobody else can change until this transaction ends.

    Whatever changes finished sessions takes this lock first: records depend on all of a client's sessions.
    """
    statement = insert(TrainingStats).values(organization_id=session.organization_id, id=client_id)
    row = await session.first(
        statement.on_conflict_do_update(
            index_elements=[TrainingStats.organization_id, TrainingStats.id], set_={"updated_at": func.now()}
        ).returning(TrainingStats.streak_weeks, TrainingStats.streak_week)
    )
    assert row is not None
    return row


async def done_sessions(
    session: WriteSession, client_id: UUID, exercise_ids: Collection[UUID] | None
) -> dict[UUID, list[DoneSession]]:
    """Per exercise all finished sessions with sets that count; of all exercises when none are named."""
    statement = (
        select(
            ExerciseLog.exercise_id,
            SessionLog.id,
            SessionLog.started_at,
            SessionLog.local_date,
            SetLog.id.label("set_id"),
            SetLog.done_at,
            SetLog.reps,
            SetLog.weight_kg,
            SetLog.duration_s,
            SetLog.distance_m,
        )
        .join(
            SessionLog,
            (SessionLog.organization_id == ExerciseLog.organization_id) & (SessionLog.id == ExerciseLog.session_log_id),
        )
        .join(
            SetLog,
            (SetLog.organization_id == ExerciseLog.organization_id) & (SetLog.exercise_log_id == ExerciseLog.id),
        )
        .where(
            ExerciseLog.organization_id == session.organization_id,
            ExerciseLog.client_id == client_id,
            # Said twice, so that a planner without statistics begins with this client's sessions too.
            SessionLog.client_id == client_id,
            SessionLog.status == "finished",
            SetLog.kind == "working",
            SetLog.deleted.is_(False),
            SetLog.done_at.is_not(None),
        )
    )
    if exercise_ids is not None:
        statement = statement.where(ExerciseLog.exercise_id.in_(exercise_ids))
    sets: dict[tuple[UUID, UUID], list[DoneSet]] = {}
    sessions: dict[tuple[UUID, UUID], DoneSession] = {}
    rows: Any = await session.execute(statement)
    for exercise_id, session_id, at, on, set_id, done_at, reps, weight, duration, distance in rows:
        key = (exercise_id, session_id)
        if key not in sets:
            sets[key] = []
            sessions[key] = DoneSession(session_id, at, on, sets[key])
        sets[key].append(
            DoneSet(set_id, done_at, reps=reps, weight_kg=weight, duration_s=duration, distance_m=distance)
        )
    found: dict[UUID, list[DoneSession]] = {}
    for (exercise_id, _), done in sessions.items():
        found.setdefault(exercise_id, []).append(done)
    return found


def record_row(organization_id: UUID, client_id: UUID, exercise_id: UUID, record: Record) -> dict[str, Any]:
    """A record as a row. Its id is made from what it is about, so that working it out again makes the same row."""
    return {
        "organization_id": organization_id,
        "id": uuid5(_NAMESPACE, f"{client_id}|{exercise_id}|{record.kind}|{record.session_id}|{record.set_id}"),
        "client_id": client_id,
        "exercise_id": exercise_id,
        "kind": record.kind,
        "value": record.value,
        "previous_value": record.previous_value,
        "weight_kg": record.weight_kg,
        "reps": record.reps,
        "set_log_id": record.set_id,
        "session_log_id": record.session_id,
        "achieved_at": record.achieved_at,
        "achieved_on": record.achieved_on,
        "is_first": record.is_first,
        "is_current": record.is_current,
    }


async def stored_records(
    session: WriteSession, client_id: UUID, exercise_ids: Collection[UUID] | None
) -> dict[UUID, dict[str, Any]]:
    """The client's records by id, of all exercises when none are named."""
    columns = [column for column in PersonalRecord.__table__.c if column.name not in ("created_at", "updated_at")]
    statement = select(*columns).where(
        PersonalRecord.organization_id == session.organization_id, PersonalRecord.client_id == client_id
    )
    if exercise_ids is not None:
        statement = statement.where(PersonalRecord.exercise_id.in_(exercise_ids))
    return {row["id"]: row for row in await session.all(statement)}


# One array of objects to a statement: thousands of parameters would cost more than the rows.
_SAVE_RECORDS = text(
    """
    INSERT INTO records (organization_id, id, client_id, exercise_id, kind, value, previous_value, weight_kg, reps,
        set_log_id, session_log_id, achieved_at, achieved_on, is_first, is_current)
    SELECT x.*
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS x(organization_id uuid, id uuid, client_id uuid, exercise_id uuid,
        kind text, value numeric, previous_value numeric, weight_kg numeric, reps smallint, set_log_id uuid,
        session_log_id uuid, achieved_at timestamptz, achieved_on date, is_first boolean, is_current boolean)
    ON CONFLICT (organization_id, id) DO UPDATE SET value = excluded.value, previous_value = excluded.previous_value,
        weight_kg = excluded.weight_kg, reps = excluded.reps, achieved_at = excluded.achieved_at,
        achieved_on = excluded.achieved_on, is_first = excluded.is_first, is_current = excluded.is_current,
        updated_at = now()
    """
).bindparams(bindparam("rows", type_=TEXT))


async def save_records(session: WriteSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert or replace records."""
    await session.execute(_SAVE_RECORDS, {"rows": orjson.dumps(rows, default=str).decode()})


async def drop_records(session: WriteSession, ids: Iterable[UUID]) -> None:
    """Delete records that are none any more."""
    await session.execute(
        delete(PersonalRecord).where(
            PersonalRecord.organization_id == session.organization_id, PersonalRecord.id.in_(list(ids))
        )
    )


async def count_records(session: WriteSession, session_ids: Collection[UUID]) -> None:
    """Bring `records_count` of sessions up to date: what they celebrate, so without baselines."""
    counted = (
        select(func.count())
        .where(
            PersonalRecord.organization_id == SessionLog.organization_id,
            PersonalRecord.session_log_id == SessionLog.id,
            PersonalRecord.is_first.is_(False),
        )
        .scalar_subquery()
    )
    await session.execute(
        update(SessionLog)
        .where(SessionLog.organization_id == session.organization_id, SessionLog.id.in_(list(session_ids)))
        .values(records_count=counted)
        .execution_options(synchronize_session=False)
    )


async def finished_on(session: WriteSession, client_id: UUID) -> list[date]:
    """Dates of the client's finished sessions."""
    result = await session.execute(
        select(SessionLog.local_date)
        .where(
            SessionLog.organization_id == session.organization_id,
            SessionLog.client_id == client_id,
            SessionLog.status == "finished",
        )
        .distinct()
    )
    return list(result.scalars())


_SAVE_STATS = text(
    """
    UPDATE training_stats SET streak_weeks = :weeks, streak_week = :week, longest_streak_weeks = :longest,
        workouts = done.workouts, sets = done.sets, reps = done.reps, volume_kg = done.volume_kg,
        duration_s = done.duration_s, records = done.records, first_on = done.first_on, last_on = done.last_on,
        updated_at = now()
    FROM (
        SELECT count(*) AS workouts, coalesce(sum(sets), 0) AS sets, coalesce(sum(reps), 0) AS reps,
            coalesce(sum(volume_kg), 0) AS volume_kg, coalesce(sum(duration_s), 0) AS duration_s,
            coalesce(sum(records_count), 0) AS records, min(local_date) AS first_on, max(local_date) AS last_on
        FROM session_logs
        WHERE organization_id = :organization_id AND client_id = :client_id AND status = 'finished'
    ) AS done
    WHERE training_stats.organization_id = :organization_id AND training_stats.id = :client_id
    """
)


async def save_stats(session: WriteSession, client_id: UUID, weeks: int, week: date | None, longest: int) -> None:
    """Save the streak, and count the totals anew."""
    await session.execute(
        _SAVE_STATS,
        {
            "organization_id": session.organization_id,
            "client_id": client_id,
            "weeks": weeks,
            "week": week,
            "longest": longest,
        },
    )
