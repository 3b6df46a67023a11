"""What goes on: who trains or trained last, and what is planned for today."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Date,
    Executable,
    SQLColumnExpression,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
)

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.db.prepared import Variants
from backend.core.db.read import ReadSession
from backend.domains.analytics.policies import coached
from backend.domains.clients.models import Client
from backend.domains.clients.policies import looking
from backend.domains.training.models import Workout
from backend.domains.workouts.models import SessionLog

FEED_LIMIT = 20
FEED_DAYS = 7
TODAY_LIMIT = 50
TRAINING_FOR = timedelta(hours=4)
"""A workout that was begun longer ago was left open rather than done until now."""


async def feed(read: ReadSession, access: Access, today: date) -> list[dict[str, Any]]:
    """Who is training, then who trained last; a workout that somebody forgot to finish is neither."""
    values = {**looking(access), "since": today - timedelta(days=FEED_DAYS), "begun_since": _begun_since()}
    return await read.all(_feed(access.scope), values)


async def today(read: ReadSession, access: Access, on: date) -> list[dict[str, Any]]:
    """Workouts planned for one date, with what became of them."""
    return await read.all(_today(access.scope), {**looking(access), "on": on, "begun_since": _begun_since()})


def _begun_since() -> datetime:
    return clock.now() - TRAINING_FOR


def _name() -> SQLColumnExpression[str]:
    return func.trim(Client.first_name + " " + Client.last_name)


def _of(model: Any) -> ColumnElement[bool]:
    return and_(model.organization_id == Client.organization_id, model.client_id == Client.id)


def _under_way() -> ColumnElement[bool]:
    begun_since = bindparam("begun_since", type_=TIMESTAMP(timezone=True))
    return and_(SessionLog.status == literal_column("'in_progress'"), SessionLog.started_at > begun_since)


def _build_feed(scope: Scope) -> Executable:
    planned = (
        select(Workout.exercises)
        .where(Workout.organization_id == SessionLog.organization_id, Workout.id == SessionLog.workout_id)
        .correlate(SessionLog)
        .scalar_subquery()
    )
    at = func.coalesce(SessionLog.finished_at, SessionLog.started_at)
    return (
        select(
            SessionLog.id.label("session_id"),
            SessionLog.client_id,
            _name().label("client_name"),
            SessionLog.status,
            SessionLog.name.label("workout_name"),
            at.label("at"),
            SessionLog.sets,
            SessionLog.volume_kg,
            SessionLog.duration_s,
            SessionLog.exercises.label("exercises_done"),
            planned.label("exercises_planned"),
        )
        .join(Client, _of(SessionLog))
        .where(
            coached(scope),
            or_(SessionLog.status == literal_column("'finished'"), _under_way()),
            SessionLog.local_date >= bindparam("since", type_=Date),
        )
        .order_by((SessionLog.status == literal_column("'in_progress'")).desc(), at.desc(), SessionLog.id)
        .limit(FEED_LIMIT)
    )


def _build_today(scope: Scope) -> Executable:
    training = (
        select(true())
        .where(
            SessionLog.organization_id == Workout.organization_id,
            SessionLog.workout_id == Workout.id,
            _under_way(),
        )
        .correlate(Workout)
        .exists()
    )
    return (
        select(
            Workout.id.label("workout_id"),
            Workout.client_id,
            _name().label("client_name"),
            Workout.name.label("workout_name"),
            Workout.minutes,
            Workout.status,
            training.label("training"),
        )
        .join(Client, _of(Workout))
        .where(
            coached(scope),
            Workout.scheduled_on == bindparam("on", type_=Date),
            Workout.status != literal_column("'cancelled'"),
        )
        .order_by(Workout.status == literal_column("'completed'"), Client.first_name, Client.last_name, Workout.id)
        .limit(TODAY_LIMIT)
    )


_feed = Variants(_build_feed, planned_anew=True)
_today = Variants(_build_today)
