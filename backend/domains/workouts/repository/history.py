"""Looking back: sessions, days and points."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, bindparam, func, select, text

from backend.core.db.read import ReadSession
from backend.core.pagination import Keyset
from backend.domains.clients.models import Client
from backend.domains.organizations.models import Organization
from backend.domains.training.models import Workout
from backend.domains.workouts.models import SessionLog
from backend.domains.workouts.repository.sessions import SHOWN

_TABLE = SessionLog.__table__
NEWEST = Keyset("history", (_TABLE.c["started_at"], "started_at", datetime, True), (_TABLE.c["id"], "id", UUID, True))


async def client(read: ReadSession, visible: ColumnElement[bool], client_id: UUID) -> dict[str, Any] | None:
    """The client's id and time zone, if they may be seen."""
    return await read.first(
        select(Client.id, func.coalesce(Client.time_zone, Organization.time_zone).label("time_zone"))
        .join(Organization, Organization.id == Client.organization_id)
        .where(visible, Client.id == client_id)
    )


async def sessions(read: ReadSession, client_id: UUID, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of finished sessions, newest first."""
    statement = select(*SHOWN).where(
        SessionLog.organization_id == read.organization_id,
        SessionLog.client_id == client_id,
        SessionLog.status == "finished",
    )
    return NEWEST.cut(await read.all(NEWEST.page(statement, limit, cursor)), limit)


_SUMMARIES = text(
    """
    SELECT e.session_log_id, e.exercise_id, x.name, count(*) AS sets, max(s.weight_kg) AS best_weight_kg,
        (array_agg(s.reps ORDER BY s.weight_kg DESC NULLS LAST, s.reps DESC NULLS LAST))[1] AS best_reps,
        max(s.duration_s) AS duration_s, max(s.distance_m) AS distance_m
    FROM exercise_logs e
    JOIN set_logs s ON s.organization_id = e.organization_id AND s.exercise_log_id = e.id
        AND s.kind = 'working' AND NOT s.deleted AND s.done_at IS NOT NULL
    JOIN exercises x ON x.organization_id = e.organization_id AND x.id = e.exercise_id
    WHERE e.organization_id = :organization_id AND e.session_log_id = ANY(:session_log_ids)
    GROUP BY e.session_log_id, e.exercise_id, x.name
    ORDER BY e.session_log_id, min(e.position), x.name
    """
)


async def summaries(read: ReadSession, session_log_ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What was done of each exercise, by session."""
    rows = await read.all(_SUMMARIES, {"organization_id": read.organization_id, "session_log_ids": session_log_ids})
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("session_log_id"), []).append(row)
    return found


# Epley's estimate as in `strength`: 1 to 10 repetitions, a single one is the maximum itself.
_VALUES = {
    "estimated_1rm": """max(CASE WHEN s.reps = 1 THEN s.weight_kg
        WHEN s.reps BETWEEN 2 AND 10 THEN s.weight_kg * (30 + s.reps) / 30 END) FILTER (WHERE s.weight_kg > 0)""",
    "volume": "sum(s.weight_kg * s.reps)",
    "best_weight": "max(s.weight_kg)",
    "reps": "sum(s.reps)",
    "duration": "max(s.duration_s) FILTER (WHERE coalesce(s.reps, 0) = 0 AND coalesce(s.distance_m, 0) = 0)",
    "distance": "max(s.distance_m)",
}

_POINTS = {
    metric: text(
        f"""
        SELECT date, round(value, 3) AS value, sessions FROM (
            SELECT l.local_date AS date, {value} AS value, count(DISTINCT l.id) AS sessions
            FROM exercise_logs e
            JOIN session_logs l ON l.organization_id = e.organization_id AND l.id = e.session_log_id
                AND l.client_id = :client_id AND l.status = 'finished'
            JOIN set_logs s ON s.organization_id = e.organization_id AND s.exercise_log_id = e.id
                AND s.kind = 'working' AND NOT s.deleted AND s.done_at IS NOT NULL
            WHERE e.organization_id = :organization_id AND e.client_id = :client_id
                AND e.exercise_id = :exercise_id
                AND l.local_date BETWEEN coalesce(:since, DATE '0001-01-01') AND coalesce(:until, DATE '9999-12-31')
            GROUP BY l.local_date
        ) AS days
        WHERE value > 0
        ORDER BY date
        """  # noqa: S608 - the expressions are the constants above
    ).bindparams(bindparam("since", type_=Date), bindparam("until", type_=Date))
    for metric, value in _VALUES.items()
}


async def points(
    read: ReadSession, client_id: UUID, exercise_id: UUID, metric: str, since: date | None, until: date | None
) -> list[dict[str, Any]]:
    """A value per day with the exercise, oldest first."""
    return await read.all(
        _POINTS[metric],
        {
            "organization_id": read.organization_id,
            "client_id": client_id,
            "exercise_id": exercise_id,
            "since": since,
            "until": until,
        },
    )


async def planned_days(read: ReadSession, client_id: UUID, since: date, until: date) -> list[dict[str, Any]]:
    """Dates and states of planned workouts, cancelled ones left out."""
    return await read.all(
        select(Workout.scheduled_on, Workout.status).where(
            Workout.organization_id == read.organization_id,
            Workout.client_id == client_id,
            Workout.scheduled_on.between(since, until),
            Workout.status != "cancelled",
        )
    )


async def unplanned_days(read: ReadSession, client_id: UUID, since: date, until: date) -> list[date]:
    """Dates of finished sessions that were no planned workout."""
    return await read.scalars(
        select(SessionLog.local_date).where(
            SessionLog.organization_id == read.organization_id,
            SessionLog.client_id == client_id,
            SessionLog.status == "finished",
            SessionLog.workout_id.is_(None),
            SessionLog.local_date.between(since, until),
        )
    )
