"""What the figures on clients' records are worked out from."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from backend.core.db.write import WriteSession
from backend.domains.clients.models import ClientFacts
from backend.domains.training.models import Workout


async def lock(session: WriteSession, client_ids: Collection[UUID]) -> None:
    """Let nobody else work out these clients' figures until this transaction ends: the later one must see more."""
    await session.execute(
        select(ClientFacts.id)
        .where(ClientFacts.organization_id == session.organization_id, ClientFacts.id.in_(client_ids))
        .order_by(ClientFacts.id)
        .with_for_update()
    )


_STANDING = text(
    """
    SELECT c.id, c.today, t.last_on, t.streak_weeks, t.streak_week, p.name AS program_name, p.end_on AS program_ends_on,
        (
            SELECT count(*) FROM session_logs l
            WHERE l.organization_id = c.organization_id AND l.client_id = c.id AND l.status = 'finished'
                AND l.local_date BETWEEN c.monday AND c.monday + 6
        ) AS week_done,
        (
            SELECT count(*) FROM workouts w
            WHERE w.organization_id = c.organization_id AND w.client_id = c.id AND w.status <> 'cancelled'
                AND w.scheduled_on BETWEEN c.monday AND c.monday + 6
        ) AS week_planned,
        (
            SELECT min(w.scheduled_on) FROM workouts w
            WHERE w.organization_id = c.organization_id AND w.client_id = c.id AND w.status = 'planned'
                AND w.scheduled_on >= c.today
        ) AS next_workout_on
    FROM (
        SELECT x.organization_id, x.id, x.today, x.today - (extract(isodow FROM x.today)::int - 1) AS monday
        FROM (
            SELECT c.organization_id, c.id,
                (CAST(:now AS timestamptz) AT TIME ZONE coalesce(c.time_zone, o.time_zone))::date AS today
            FROM clients c
            JOIN organizations o ON o.id = c.organization_id
            WHERE c.organization_id = :organization_id AND c.id = ANY(:client_ids)
        ) AS x
    ) AS c
    LEFT JOIN training_stats t ON t.organization_id = c.organization_id AND t.id = c.id
    LEFT JOIN programs p ON p.organization_id = c.organization_id AND p.client_id = c.id AND p.status = 'active'
    """
)


async def standing(session: WriteSession, client_ids: Collection[UUID], now: datetime) -> list[dict[str, Any]]:
    """Per client their own today, streak, week, next workout and open program."""
    return await session.all(
        _STANDING, {"organization_id": session.organization_id, "client_ids": list(client_ids), "now": now}
    )


async def due_workouts(
    session: WriteSession, client_ids: Collection[UUID], now: datetime, days: int
) -> list[dict[str, Any]]:
    """Planned workouts of the last `days`, with a day to spare on both sides for time zones."""
    return await session.all(
        select(Workout.client_id, Workout.scheduled_on, Workout.status).where(
            Workout.organization_id == session.organization_id,
            Workout.client_id.in_(client_ids),
            Workout.status != "cancelled",
            Workout.scheduled_on.between(now.date() - timedelta(days=days + 1), now.date() + timedelta(days=1)),
        )
    )
