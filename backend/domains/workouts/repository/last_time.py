"""What was done of an exercise last time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from backend.core.db.read import ReadSession

_LAST = text(
    """
    SELECT wanted.exercise_id, last.session_log_id, last.performed_on,
        (
            SELECT jsonb_agg(jsonb_build_object('set_number', s.set_number, 'kind', s.kind, 'reps', s.reps,
                'weight_kg', s.weight_kg, 'rpe', s.rpe, 'duration_s', s.duration_s, 'distance_m', s.distance_m)
                ORDER BY e.position, s.set_number, s.id)
            FROM exercise_logs e
            JOIN set_logs s ON s.organization_id = e.organization_id AND s.exercise_log_id = e.id
            WHERE e.organization_id = :organization_id AND e.session_log_id = last.session_log_id
                AND e.exercise_id = wanted.exercise_id AND NOT s.deleted AND s.done_at IS NOT NULL
        ) AS sets
    FROM unnest(CAST(:exercise_ids AS uuid[])) AS wanted(exercise_id)
    CROSS JOIN LATERAL (
        SELECT l.id AS session_log_id, l.local_date AS performed_on
        FROM exercise_logs e
        JOIN session_logs l ON l.organization_id = e.organization_id AND l.id = e.session_log_id
        WHERE e.organization_id = :organization_id AND e.client_id = :client_id
            AND e.exercise_id = wanted.exercise_id AND l.status = 'finished'
            AND (CAST(:except_session AS uuid) IS NULL OR l.id <> :except_session)
            AND EXISTS (
                SELECT FROM set_logs s
                WHERE s.organization_id = e.organization_id AND s.exercise_log_id = e.id
                    AND NOT s.deleted AND s.done_at IS NOT NULL
            )
        ORDER BY l.started_at DESC, l.id DESC
        LIMIT 1
    ) AS last
    """
).columns(exercise_id=Uuid, session_log_id=Uuid, performed_on=Date, sets=JSONB)


async def last_times(
    read: ReadSession, client_id: UUID, exercise_ids: Sequence[UUID], *, except_session: UUID | None = None
) -> dict[UUID, dict[str, Any]]:
    """The latest finished session of each exercise with the sets done in it, as a `LastTime`.

    `except_session` is left out: the log of the workout itself is no last time.
    """
    rows = await read.all(
        _LAST,
        {
            "organization_id": read.organization_id,
            "client_id": client_id,
            "exercise_ids": list(dict.fromkeys(exercise_ids)),
            "except_session": except_session,
        },
    )
    return {row.pop("exercise_id"): row for row in rows}
