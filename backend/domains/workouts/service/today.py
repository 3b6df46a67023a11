"""What a client has to do today."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Executable

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.db.prepared import Variants
from backend.core.db.read import ReadSession
from backend.core.errors import NotFound
from backend.domains.workouts.policies import looking, visible_to
from backend.domains.workouts.repository import today as repository
from backend.domains.workouts.stats import streak_on
from backend.domains.workouts.streaks import week_start

MISSED = 3


def _build(scope: Scope, oneself: bool) -> Executable:
    return repository.standing(visible_to(scope), oneself)


_standing = Variants(_build)


async def today(read: ReadSession, access: Access, client_id: UUID | None) -> dict[str, Any]:
    """A `Today`. Without a client's id, of the person who asks; raises `NotFound` when they are no client."""
    parameters = {**looking(access), "client_id": client_id}
    standing = await read.first(_standing(access.scope, client_id is None), parameters)
    if standing is None:
        raise NotFound
    day = clock.today(standing["time_zone"])
    return assembled(day, standing, await repository.days(read, standing["id"], day, week_start(day)))


def assembled(day: date, standing: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A `Today` of what was read for it. Pure."""
    monday = week_start(day)
    workouts = [row for row in rows if row["kind"] == "workout"]
    done = [row["day"] for row in rows if row["kind"] == "done"]
    planned = [row["day"] for row in workouts if row["day"] >= monday]
    missed = [row for row in workouts if row["day"] < day and row["status"] == "planned"]
    week = [monday + timedelta(days=offset) for offset in range(7)]
    return {
        "date": day,
        "time_zone": standing["time_zone"],
        "client_id": standing["id"],
        "first_name": standing["first_name"],
        "workout": _todays([row for row in workouts if row["day"] == day]),
        "in_progress": _open(standing),
        "next": next((_card(row) for row in rows if row["kind"] == "next"), None),
        "week": [{"date": on, "planned": planned.count(on), "done": done.count(on)} for on in week],
        "streak_weeks": streak_on(standing["streak_weeks"] or 0, standing["streak_week"], day),
        "week_done": len(done),
        "week_planned": len(planned),
        "missed": [_card(row) for row in missed[::-1][:MISSED]],
    }


def _todays(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Of several workouts on one day the one that is still to do."""
    if not rows:
        return None
    row = next((row for row in rows if row["status"] == "planned"), rows[-1])
    lines = [line for block in row["document"]["blocks"] for line in block["prescriptions"]]
    return {
        **_card(row),
        "program_name": row["program_name"],
        "phase": row["phase"],
        "week": row["week"],
        "day": row["day_number"],
        "exercises": [
            {"exercise_id": line["exercise_id"], "name": line["exercise_name"], "sets": line["sets"]} for line in lines
        ],
        "sets": row["sets"],
    }


def _card(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "program_id": row["program_id"],
        "name": row["name"],
        "scheduled_on": row["day"],
        "status": row["status"],
        "minutes": row["minutes"],
    }


def _open(standing: dict[str, Any]) -> dict[str, Any] | None:
    if standing["open_id"] is None:
        return None
    return {
        "id": standing["open_id"],
        "workout_id": standing["open_workout_id"],
        "name": standing["open_name"],
        "started_at": standing["open_started_at"],
        "exercises": standing["open_exercises"],
        "sets": standing["open_sets"],
    }
