"""What goes on: who trains or trained last, and what is planned for today."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Date,
    Executable,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

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
    # Two selects, each on an index of such sessions; asked for by one OR, Postgres reads a year of everybody's.
    shown = union_all(
        _recent(SessionLog.status == literal_column("'finished'")),
        _recent(_under_way()),
    ).subquery("shown")
    session = aliased(SessionLog, shown)
    planned = (
        select(Workout.exercises)
        .where(Workout.organization_id == session.organization_id, Workout.id == session.workout_id)
        .correlate(session)
        .scalar_subquery()
    )
    at = func.coalesce(session.finished_at, session.started_at)
    return (
        select(
            session.id.label("session_id"),
            session.client_id,
            _name().label("client_name"),
            session.status,
            session.name.label("workout_name"),
            at.label("at"),
            session.sets,
            session.volume_kg,
            session.duration_s,
            session.exercises.label("exercises_done"),
            planned.label("exercises_planned"),
        )
        .join(Client, _of(session))
        .where(coached(scope))
        .order_by((session.status == literal_column("'in_progress'")).desc(), at.desc(), session.id)
        .limit(FEED_LIMIT)
    )


def _recent(condition: ColumnElement[bool]) -> Select[SessionLog]:
    return select(SessionLog).where(
        SessionLog.organization_id == bindparam("access_organization_id"),
        SessionLog.local_date >= bindparam("since", type_=Date),
        condition,
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
