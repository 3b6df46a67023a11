"""Looking back at a client's training."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.domains.workouts.adherence import PlannedWorkout
from backend.domains.workouts.adherence import adherence as adherence_of
from backend.domains.workouts.adherence import heat as heat_of
from backend.domains.workouts.policies import visible_clients
from backend.domains.workouts.repository import exercises as exercise_queries
from backend.domains.workouts.repository import history as queries
from backend.domains.workouts.repository import last_time as last_time_queries
from backend.domains.workouts.repository import records as record_queries


async def history(read: ReadSession, access: Access, client_id: UUID, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of `SessionRow`s, newest first."""
    await _client(read, access, client_id)
    page = await queries.sessions(read, client_id, limit, cursor)
    summaries = await queries.summaries(read, [row["id"] for row in page["items"]]) if page["items"] else {}
    return {**page, "items": [{**row, "exercises": summaries.get(row["id"], [])} for row in page["items"]]}


async def records(read: ReadSession, access: Access, client_id: UUID) -> dict[str, Any]:
    """`Records`: current bests by exercise, and the latest."""
    await _client(read, access, client_id)
    current = await record_queries.current(read, client_id)
    return {
        "bests": [
            {"exercise_id": exercise_id, "exercise_name": name, "records": list(rows)}
            for (exercise_id, name), rows in groupby(
                current, key=lambda row: (row["exercise_id"], row["exercise_name"])
            )
        ],
        "recent": await record_queries.recent(read, client_id),
    }


async def exercises(read: ReadSession, access: Access, client_id: UUID) -> dict[str, Any]:
    """`ExercisesWithHistory`."""
    await _client(read, access, client_id)
    return {"items": await exercise_queries.with_history(read, client_id)}


async def exercise_history(
    read: ReadSession,
    access: Access,
    client_id: UUID,
    exercise_id: UUID,
    metric: str,
    since: date | None,
    until: date | None,
) -> dict[str, Any]:
    """An `ExerciseHistory`. Raises `NotFound` for an exercise that nobody here has used."""
    if since is not None and until is not None and since > until:
        raise Invalid(errors=[FieldError("/to", "Choose an end on or after the beginning.", "query")])
    await _client(read, access, client_id)
    label = (await exercise_queries.labels(read, [exercise_id])).get(exercise_id)
    if label is None:
        raise NotFound
    points = await queries.points(read, client_id, exercise_id, metric, since, until)
    best = max(points, key=lambda point: point["value"], default=None)
    return {
        "exercise_id": exercise_id,
        "exercise_name": label["name"],
        "metric": metric,
        "sessions": sum(point.pop("sessions") for point in points),
        "points": points,
        "first": points[0]["value"] if points else None,
        "latest": points[-1]["value"] if points else None,
        "best": best["value"] if best else None,
        "best_on": best["date"] if best else None,
    }


async def last_time(read: ReadSession, access: Access, client_id: UUID, exercise_id: UUID) -> dict[str, Any]:
    """A `LastTimeOut`; of an exercise that the client has not done, an empty one."""
    await _client(read, access, client_id)
    last = await last_time_queries.last_times(read, client_id, [exercise_id])
    maxima = await record_queries.estimated_1rms(read, client_id, [exercise_id])
    return {
        "exercise_id": exercise_id,
        "last_time": last.get(exercise_id),
        "estimated_1rm_kg": maxima.get(exercise_id),
    }


async def adherence(read: ReadSession, access: Access, client_id: UUID, days: int) -> dict[str, Any]:
    """An `AdherenceOut` up to today on the client's own calendar."""
    client = await _client(read, access, client_id)
    today = clock.today(client["time_zone"])
    since = today - timedelta(days=days)
    planned = [
        PlannedWorkout(row["scheduled_on"], row["status"])
        for row in await queries.planned_days(read, client_id, since, today)
    ]
    extra = await queries.unplanned_days(read, client_id, since, today)
    figure = adherence_of(planned, today, days)
    states = heat_of(planned, extra, today, days)
    return {
        "client_id": client_id,
        "done": figure.done,
        "due": figure.due,
        "percent": figure.percent,
        "days": [
            {"date": today - timedelta(days=days - 1 - place), "state": state} for place, state in enumerate(states)
        ],
    }


async def _client(read: ReadSession, access: Access, client_id: UUID) -> dict[str, Any]:
    client = await queries.client(read, visible_clients(access), client_id)
    if client is None:
        raise NotFound
    return client
