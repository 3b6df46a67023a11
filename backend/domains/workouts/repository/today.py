"""A client's day, in two statements: who and what stands, then the days around today."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import JSONB

from backend.core.db.prepared import Prepared
from backend.core.db.read import ReadSession
from backend.domains.clients.models import Client
from backend.domains.organizations.models import Organization
from backend.domains.workouts.models import SessionLog, TrainingStats

MISSED_DAYS = 14

_STANDING: Select[*tuple[Any, ...]] = (
    select(
        Client.id,
        Client.first_name,
        func.coalesce(Client.time_zone, Organization.time_zone).label("time_zone"),
        TrainingStats.streak_weeks,
        TrainingStats.streak_week,
        SessionLog.id.label("open_id"),
        SessionLog.workout_id.label("open_workout_id"),
        SessionLog.name.label("open_name"),
        SessionLog.started_at.label("open_started_at"),
        SessionLog.exercises.label("open_exercises"),
        SessionLog.sets.label("open_sets"),
    )
    .select_from(Client)
    .join(Organization, Organization.id == Client.organization_id)
    .outerjoin(
        TrainingStats,
        and_(TrainingStats.organization_id == Client.organization_id, TrainingStats.id == Client.id),
    )
    .outerjoin(
        SessionLog,
        and_(
            SessionLog.organization_id == Client.organization_id,
            SessionLog.client_id == Client.id,
            SessionLog.status == "in_progress",
        ),
    )
)


def standing(visible: ColumnElement[bool], oneself: bool) -> Select[*tuple[Any, ...]]:
    """The client (of `access_member_id` if it is `oneself`, or `client_id`) with time zone, streak and open session."""
    whose = Client.member_id == bindparam("access_member_id") if oneself else Client.id == bindparam("client_id")
    return _STANDING.where(visible, whose)


_DAYS = text(
    """
    (
        SELECT 'workout' AS kind, w.scheduled_on AS day, w.id, w.program_id, w.name, w.status, w.minutes, w.sets,
            CASE WHEN w.scheduled_on = :today THEN w.phase END AS phase,
            CASE WHEN w.scheduled_on = :today THEN w.week END AS week,
            CASE WHEN w.scheduled_on = :today THEN w.day END AS day_number,
            CASE WHEN w.scheduled_on = :today THEN w.document END AS document,
            CASE WHEN w.scheduled_on = :today THEN p.name END AS program_name
        FROM workouts w
        JOIN programs p ON p.organization_id = w.organization_id AND p.id = w.program_id
        WHERE w.organization_id = :organization_id AND w.client_id = :client_id
            AND w.scheduled_on BETWEEN :since AND :sunday AND w.status <> 'cancelled'
        ORDER BY w.scheduled_on, w.id
    )
    UNION ALL
    (
        SELECT 'next', w.scheduled_on, w.id, w.program_id, w.name, w.status, w.minutes, w.sets,
            NULL, NULL, NULL, NULL, NULL
        FROM workouts w
        WHERE w.organization_id = :organization_id AND w.client_id = :client_id
            AND w.scheduled_on > :today AND w.status = 'planned'
        ORDER BY w.scheduled_on, w.id
        LIMIT 1
    )
    UNION ALL
    (
        SELECT 'done', s.local_date, s.id, NULL, s.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM session_logs s
        WHERE s.organization_id = :organization_id AND s.client_id = :client_id AND s.status = 'finished'
            AND s.local_date BETWEEN :monday AND :sunday
    )
    """
).columns(document=JSONB)

_days = Prepared(_DAYS)


async def days(read: ReadSession, client_id: UUID, today: date, monday: date) -> list[dict[str, Any]]:
    """Workouts of the last two weeks and the current one, the next one after today, and what was done this week.

    Only today's workout comes with its document.
    """
    return await read.all(
        _days,
        {
            "organization_id": read.organization_id,
            "client_id": client_id,
            "today": today,
            "since": today - timedelta(days=MISSED_DAYS),
            "monday": monday,
            "sunday": monday + timedelta(days=6),
        },
    )
