"""Queries of the trainer's home: a handful of statements, whatever the number of clients."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, cast, func, literal, or_, select

from backend.core import clock
from backend.core.db.read import ReadSession
from backend.domains.clients.models import Client
from backend.domains.training.models import Exercise, Program, Workout
from backend.domains.workouts.models import PersonalRecord, SessionLog

FEED_LIMIT = 20
HEAT_LIMIT = 12
TODAY_LIMIT = 50
WEEKS = 8
TRAINING_FOR = timedelta(hours=4)
"""A workout that was begun longer ago was left open rather than done until now."""


def _name() -> ColumnElement[str]:
    return func.trim(Client.first_name + " " + Client.last_name)


def _of(model: Any) -> ColumnElement[bool]:
    return and_(model.organization_id == Client.organization_id, model.client_id == Client.id)


def _under_way() -> ColumnElement[bool]:
    return and_(SessionLog.status == "in_progress", SessionLog.started_at > clock.now() - TRAINING_FOR)


async def figures(read: ReadSession, coached: ColumnElement[bool], today: date) -> dict[str, Any]:
    """Counts of this week and the last, in one statement.

    What a client finished on a calendar that is a day ahead counts at once, unless it is their next week already.
    """
    monday = today - timedelta(days=today.weekday())
    latest = min(today + timedelta(days=1), monday + timedelta(days=6))
    last_monday, last_same_day = monday - timedelta(days=7), today - timedelta(days=7)
    sessions = (
        select(SessionLog.client_id, SessionLog.local_date)
        .join(Client, _of(SessionLog))
        .where(coached, SessionLog.status == "finished", SessionLog.local_date.between(last_monday, latest))
        .cte("sessions")
    )
    records = (
        select(PersonalRecord.client_id)
        .join(Client, _of(PersonalRecord))
        .where(coached, PersonalRecord.achieved_on.between(monday, latest), PersonalRecord.is_first.is_(False))
        .cte("week_records")
    )
    row = await read.first(
        select(
            select(func.count()).select_from(Client).where(coached).scalar_subquery().label("active_clients"),
            _distinct(sessions, sessions.c.local_date >= monday).label("trained_this_week"),
            _distinct(sessions, sessions.c.local_date <= last_same_day).label("trained_last_week"),
            select(func.count())
            .select_from(sessions)
            .where(sessions.c.local_date >= monday)
            .scalar_subquery()
            .label("workouts_this_week"),
            select(func.count()).select_from(records).scalar_subquery().label("records_this_week"),
            select(func.count(records.c.client_id.distinct())).scalar_subquery().label("records_people"),
        )
    )
    assert row is not None
    return row


def _distinct(sessions: Any, condition: ColumnElement[bool]) -> Any:
    return select(func.count(sessions.c.client_id.distinct())).where(condition).scalar_subquery()


async def due_by_day(read: ReadSession, coached: ColumnElement[bool], first: date, today: date) -> list[dict[str, Any]]:
    """Planned workouts per day: how many were due and how many of them were done."""
    done = func.count().filter(Workout.status == "completed")
    return await read.all(
        select(Workout.scheduled_on, func.count().label("due"), done.label("done"))
        .join(Client, _of(Workout))
        .where(coached, Workout.scheduled_on.between(first, today), Workout.status != "cancelled")
        .group_by(Workout.scheduled_on)
    )


async def standings(read: ReadSession, coached: ColumnElement[bool], today: date) -> list[dict[str, Any]]:
    """What is known of every coached client: one row each, from indexes on the client."""
    missed = (
        select(func.count())
        .where(
            _of(Workout),
            Workout.scheduled_on.between(today - timedelta(days=14), today - timedelta(days=1)),
            Workout.status.in_(("planned", "skipped")),
        )
        .correlate(Client)
        .scalar_subquery()
    )
    last = (
        select(func.max(SessionLog.local_date))
        .where(_of(SessionLog), SessionLog.status == "finished")
        .correlate(Client)
        .scalar_subquery()
    )
    # Counted in one pass: program by program it takes three times as long.
    settled = (
        select(Workout.program_id, func.count().label("done"))
        .where(Workout.organization_id == read.organization_id, Workout.status == "completed")
        .group_by(Workout.program_id)
        .subquery("settled")
    )
    return await read.all(
        select(
            Client.id.label("client_id"),
            _name().label("name"),
            cast(Client.created_at, type_=Workout.scheduled_on.type).label("added_on"),
            Client.access,
            last.label("last_workout_on"),
            missed.label("missed"),
            Program.id.label("program_id"),
            Program.name.label("program_name"),
            Program.end_on.label("program_ends_on"),
            func.coalesce(settled.c.done, 0).label("program_done"),
            func.coalesce(Program.total_workouts, 0).label("program_total"),
            func.coalesce(Program.training_days, cast(literal("{}"), Program.training_days.type)).label("weekdays"),
        )
        .outerjoin(Program, and_(_of(Program), Program.status == "active"))
        .outerjoin(settled, settled.c.program_id == Program.id)
        .where(coached)
    )


async def feed(read: ReadSession, coached: ColumnElement[bool], now_on: date) -> list[dict[str, Any]]:
    """Who is training, then who trained last; a workout that somebody forgot to finish is neither."""
    planned = (
        select(Workout.exercises)
        .where(Workout.organization_id == SessionLog.organization_id, Workout.id == SessionLog.workout_id)
        .correlate(SessionLog)
        .scalar_subquery()
    )
    return await read.all(
        select(
            SessionLog.id.label("session_id"),
            SessionLog.client_id,
            _name().label("client_name"),
            SessionLog.status,
            SessionLog.name.label("workout_name"),
            func.coalesce(SessionLog.finished_at, SessionLog.started_at).label("at"),
            SessionLog.sets,
            SessionLog.volume_kg,
            SessionLog.duration_s,
            SessionLog.exercises.label("exercises_done"),
            planned.label("exercises_planned"),
        )
        .join(Client, _of(SessionLog))
        .where(
            coached,
            or_(SessionLog.status == "finished", _under_way()),
            SessionLog.local_date >= now_on - timedelta(days=7),
        )
        .order_by(
            (SessionLog.status == "in_progress").desc(),
            func.coalesce(SessionLog.finished_at, SessionLog.started_at).desc(),
            SessionLog.id,
        )
        .limit(FEED_LIMIT)
    )


async def records_of(read: ReadSession, sessions: Sequence[UUID]) -> list[dict[str, Any]]:
    """Records that fell in these sessions, the best kind first; baselines left out."""
    return await read.all(
        select(
            PersonalRecord.session_log_id,
            PersonalRecord.kind,
            Exercise.name.label("exercise_name"),
            PersonalRecord.value,
            PersonalRecord.weight_kg,
            PersonalRecord.reps,
        )
        .join(
            Exercise,
            and_(Exercise.organization_id == PersonalRecord.organization_id, Exercise.id == PersonalRecord.exercise_id),
        )
        .where(
            PersonalRecord.organization_id == read.organization_id,
            PersonalRecord.session_log_id.in_(sessions),
            PersonalRecord.is_first.is_(False),
        )
        .order_by(PersonalRecord.kind != "estimated_1rm", PersonalRecord.value.desc(), PersonalRecord.id)
    )


async def today(read: ReadSession, coached: ColumnElement[bool], on: date) -> list[dict[str, Any]]:
    """Workouts planned for one date, with what became of them."""
    training = (
        select(cast(1, Integer))
        .where(
            SessionLog.organization_id == Workout.organization_id,
            SessionLog.workout_id == Workout.id,
            _under_way(),
        )
        .correlate(Workout)
        .exists()
    )
    return await read.all(
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
        .where(coached, Workout.scheduled_on == on, Workout.status != "cancelled")
        .order_by(Workout.status == "completed", Client.first_name, Client.last_name, Workout.id)
        .limit(TODAY_LIMIT)
    )


async def planned_of(read: ReadSession, clients: Sequence[UUID], first: date, last: date) -> list[dict[str, Any]]:
    """Planned workouts of some clients between two dates."""
    return await read.all(
        select(Workout.client_id, Workout.scheduled_on, Workout.status).where(
            Workout.organization_id == read.organization_id,
            Workout.client_id.in_(clients),
            Workout.scheduled_on.between(first, last),
        )
    )


async def free_days_of(read: ReadSession, clients: Sequence[UUID], first: date) -> list[dict[str, Any]]:
    """Dates on which some clients trained without a plan."""
    return await read.all(
        select(SessionLog.client_id, SessionLog.local_date).where(
            SessionLog.organization_id == read.organization_id,
            SessionLog.client_id.in_(clients),
            SessionLog.status == "finished",
            SessionLog.workout_id.is_(None),
            SessionLog.local_date >= first,
        )
    )
