"""Counts over all the clients one coaches: how many trained, and how much of the plan was done."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, Executable, and_, bindparam, func, literal_column, select

from backend.core.access import Access, Scope
from backend.core.db.prepared import Variants
from backend.core.db.read import ReadSession
from backend.domains.analytics.policies import active, coached
from backend.domains.clients.models import Client
from backend.domains.clients.policies import looking
from backend.domains.training.models import Workout
from backend.domains.workouts.models import PersonalRecord, SessionLog


async def figures(read: ReadSession, access: Access, today: date) -> dict[str, Any]:
    """Counts of this week and the last, in one statement.

    What a client finished on a calendar that is a day ahead counts at once, unless it is their next week already.
    """
    monday = today - timedelta(days=today.weekday())
    values = {
        **looking(access),
        "monday": monday,
        "latest": min(today + timedelta(days=1), monday + timedelta(days=6)),
        "last_monday": monday - timedelta(days=7),
        "last_same_day": today - timedelta(days=7),
    }
    row = await read.first(_figures(access.scope), values)
    assert row is not None
    return row


async def due_by_day(read: ReadSession, access: Access, first: date, today: date) -> list[dict[str, Any]]:
    """Planned workouts per day: how many were due and how many of them were done."""
    return await read.all(_due_by_day(access.scope), {**looking(access), "first": first, "today": today})


def _day(name: str) -> ColumnElement[date]:
    return bindparam(name, type_=Date)


def _of(model: Any) -> ColumnElement[bool]:
    return and_(model.organization_id == Client.organization_id, model.client_id == Client.id)


def _build_figures(scope: Scope) -> Executable:
    sessions = (
        select(SessionLog.client_id, SessionLog.local_date)
        .join(Client, _of(SessionLog))
        .where(
            coached(scope),
            SessionLog.status == literal_column("'finished'"),
            SessionLog.local_date.between(_day("last_monday"), _day("latest")),
        )
        .cte("sessions")
    )
    records = (
        select(PersonalRecord.client_id)
        .join(Client, _of(PersonalRecord))
        .where(
            coached(scope),
            PersonalRecord.achieved_on.between(_day("monday"), _day("latest")),
            PersonalRecord.is_first.is_(False),
        )
        .cte("week_records")
    )
    this_week = sessions.c.local_date >= _day("monday")
    return select(
        select(func.count()).select_from(Client).where(active(scope)).scalar_subquery().label("active_clients"),
        _people(sessions, this_week).label("trained_this_week"),
        _people(sessions, sessions.c.local_date <= _day("last_same_day")).label("trained_last_week"),
        select(func.count()).select_from(sessions).where(this_week).scalar_subquery().label("workouts_this_week"),
        select(func.count()).select_from(records).scalar_subquery().label("records_this_week"),
        select(func.count(records.c.client_id.distinct())).scalar_subquery().label("records_people"),
    )


def _people(sessions: CTE, condition: ColumnElement[bool]) -> Any:
    return select(func.count(sessions.c.client_id.distinct())).where(condition).scalar_subquery()


def _build_due_by_day(scope: Scope) -> Executable:
    done = func.count().filter(Workout.status == literal_column("'completed'"))
    return (
        select(Workout.scheduled_on, func.count().label("due"), done.label("done"))
        .join(Client, _of(Workout))
        .where(
            coached(scope),
            Workout.scheduled_on.between(_day("first"), _day("today")),
            Workout.status != literal_column("'cancelled'"),
        )
        .group_by(Workout.scheduled_on)
    )


_figures = Variants(_build_figures, planned_anew=True)
_due_by_day = Variants(_build_due_by_day, planned_anew=True)
