"""Exercises that clients did."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.training.models import Exercise


async def labels(
    session: ReadSession | WriteSession, exercise_ids: Collection[UUID]
) -> dict[UUID | None, dict[str, Any]]:
    """Name and measurement of exercises, by id."""
    rows = await session.all(
        select(Exercise.id, Exercise.name, Exercise.measurement).where(
            Exercise.organization_id == session.organization_id, Exercise.id.in_(exercise_ids)
        )
    )
    return {row["id"]: row for row in rows}


_WITH_HISTORY = text(
    """
    SELECT done.exercise_id, x.name, x.measurement, done.sessions, done.sets, done.last_on,
        (
            SELECT r.value FROM records r
            WHERE r.organization_id = :organization_id AND r.client_id = :client_id
                AND r.exercise_id = done.exercise_id AND r.kind = 'estimated_1rm' AND r.is_current
        ) AS estimated_1rm_kg
    FROM (
        SELECT e.exercise_id, count(DISTINCT l.id) AS sessions, count(*) AS sets, max(l.local_date) AS last_on
        FROM exercise_logs e
        JOIN session_logs l ON l.organization_id = e.organization_id AND l.id = e.session_log_id
            AND l.client_id = :client_id AND l.status = 'finished'
        JOIN set_logs s ON s.organization_id = e.organization_id AND s.exercise_log_id = e.id
            AND s.kind = 'working' AND NOT s.deleted AND s.done_at IS NOT NULL
        WHERE e.organization_id = :organization_id AND e.client_id = :client_id
        GROUP BY e.exercise_id
    ) AS done
    JOIN exercises x ON x.organization_id = :organization_id AND x.id = done.exercise_id
    ORDER BY done.last_on DESC, x.name, done.exercise_id
    """
)


async def with_history(read: ReadSession, client_id: UUID) -> list[dict[str, Any]]:
    """Exercises with counted sets, the latest first; the columns of an `ExerciseWithHistory`."""
    return await read.all(_WITH_HISTORY, {"organization_id": read.organization_id, "client_id": client_id})
