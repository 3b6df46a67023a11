"""Puts the trainer's home together."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.core.access import Access
from backend.core.clock import today as today_in
from backend.core.db.read import ReadSession
from backend.domains.analytics import feed, repository
from backend.domains.analytics.attention import Attention, Standing, needs_attention
from backend.domains.analytics.figures import due_by_day, figures
from backend.domains.analytics.ranking import ranking, standings
from backend.domains.organizations.repository import organization
from backend.domains.workouts.adherence import Adherence, PlannedWorkout, adherence, heat

WEEKS = 8
DAYS = 28


async def home(read: ReadSession, access: Access) -> dict[str, Any]:
    """Everything on the trainer's home, as of today in the organization's time zone."""
    here = await organization(read)
    assert here is not None
    today = today_in(here["time_zone"])
    monday = today - timedelta(days=today.weekday())
    first = min(today - timedelta(days=2 * DAYS), monday - timedelta(weeks=WEEKS))
    days = await due_by_day(read, access, first, today)
    ranked = await ranking(read, access, today, here["time_zone"])
    known = await standings(read, {*ranked.attention, *ranked.heat}, today, here["time_zone"])
    attention = needs_attention((known[client] for client in ranked.attention if client in known), today)
    return {
        "today_on": today,
        "figures": {**await figures(read, access, today), **_adherence(days, today, monday)},
        "attention": [_attention_row(item) for item in attention],
        "attention_count": ranked.attention_count,
        "feed": await _feed(read, access, today),
        "today": [_today_row(row) for row in await feed.today(read, access, today)],
        "heat": await _heat(read, [known[client] for client in ranked.heat if client in known], today),
    }


def _adherence(days: Sequence[dict[str, Any]], today: date, monday: date) -> dict[str, Any]:
    """From counts per day; today counts only what is done, since the day is not over."""

    def between(first: date, last: date) -> int | None:
        rows = [row for row in days if first <= row["scheduled_on"] <= last]
        done = sum(row["done"] for row in rows)
        due = sum(row["done"] if row["scheduled_on"] == today else row["due"] for row in rows)
        return Adherence(done, due).percent

    starts = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return {
        "adherence_28": between(today - timedelta(days=DAYS), today),
        "adherence_28_before": between(today - timedelta(days=2 * DAYS), today - timedelta(days=DAYS + 1)),
        "adherence_weeks": [between(start, start + timedelta(days=6)) for start in starts],
    }


def _attention_row(item: Attention) -> dict[str, Any]:
    standing = item.standing
    return {
        "client_id": standing.client_id,
        "client_name": standing.name,
        "kind": item.kind,
        "days": item.days,
        "missed": standing.missed,
        "last_workout_on": standing.last_workout_on,
        "weekdays": standing.weekdays,
        "program_id": standing.program_id,
        "program_name": standing.program_name,
        "program_ends_on": standing.program_ends_on,
        "program_done": standing.program_done,
        "program_total": standing.program_total,
    }


def _today_row(row: dict[str, Any]) -> dict[str, Any]:
    states = {"completed": "done", "skipped": "skipped"}
    state = "training" if row.pop("training") else states.get(row["status"], "planned")
    return {**{key: value for key, value in row.items() if key != "status"}, "state": state}


async def _feed(read: ReadSession, access: Access, today: date) -> list[dict[str, Any]]:
    rows = await feed.feed(read, access, today)
    records: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for record in await repository.records_of(read, [row["session_id"] for row in rows]) if rows else ():
        records[record.pop("session_log_id")].append(record)
    return [
        {
            **{key: value for key, value in row.items() if key != "status"},
            "kind": "finished" if row["status"] == "finished" else "training",
            "records": records[row["session_id"]][:3] if row["status"] == "finished" else [],
        }
        for row in rows
    ]


async def _heat(read: ReadSession, shown: Sequence[Standing], today: date) -> list[dict[str, Any]]:
    """Those who train by a program: who needs attention first, then by name."""
    if not shown:
        return []
    ids, first = [standing.client_id for standing in shown], today - timedelta(days=DAYS)
    planned: dict[UUID, list[PlannedWorkout]] = defaultdict(list)
    for row in await repository.planned_of(read, ids, first, today):
        planned[row["client_id"]].append(PlannedWorkout(row["scheduled_on"], row["status"]))
    free: dict[UUID, list[date]] = defaultdict(list)
    for row in await repository.free_days_of(read, ids, first):
        free[row["client_id"]].append(row["local_date"])
    return [
        {
            "client_id": standing.client_id,
            "client_name": standing.name,
            "days": heat(planned[standing.client_id], free[standing.client_id], today, DAYS),
            "percent": adherence(planned[standing.client_id], today, DAYS - 1).percent,
        }
        for standing in shown
    ]
