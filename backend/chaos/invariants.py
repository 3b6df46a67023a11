"""What must hold after any fault, read straight from the database."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from backend.chaos.ledger import Ledger
from backend.core.events import handlers_of
from backend.domains.workouts.scoring import DoneSession, DoneSet, detect
from backend.domains.workouts.state import LoggedSet, totals

LEAST_SHARE = 0.4
"""Of the events that a tab hears of one by one: it is put away for a while, too, and comes back to a busy studio."""

Connection = asyncpg.Connection
Rows = list[dict[str, Any]]


async def _rows(connection: Connection, sql: str) -> Rows:
    return [dict(row) for row in await connection.fetch(sql)]


async def _count(connection: Connection, sql: str) -> int:
    value: Any = await connection.fetchval(sql)
    return int(value)


async def broken(connection: Connection, ledger: Ledger) -> list[str]:
    """Sentences about what does not hold; none when all is well. `connection` is the superuser's."""
    found = [f"a wrong answer: {line}" for line in ledger.wrong]
    found += await _clients(connection, ledger)
    found += await _workouts(connection, ledger)
    found += await _totals(connection)
    found += await _records(connection)
    found += await outbox(connection)
    found += await _sockets(connection, ledger)
    return found


async def _clients(connection: Connection, ledger: Ledger) -> list[str]:
    rows: Rows = await _rows(connection, "SELECT id, last_name, goal, email FROM clients WHERE first_name = 'Chaos'")
    times = Counter(row["last_name"] for row in rows)
    found = [
        f"client {name}: accepted, and there {times[name]} times"
        for name, yes in ledger.clients.items()
        if yes and times[name] != 1
    ]
    found += [f"client {name}: there {count} times" for name, count in times.items() if count > 1]
    goals = {str(row["id"]): row["goal"] for row in rows}
    for client_id, goal in ledger.goals.items():
        held = int(goals.get(client_id) or 0)
        if held != goal.accepted and held not in goal.unanswered:
            found.append(f"goal of {client_id}: {held}, accepted was {goal.accepted}")
    return found


async def _workouts(connection: Connection, ledger: Ledger) -> list[str]:
    rows: Rows = await _rows(connection, "SELECT id, client_id, status FROM session_logs")
    status = {str(row["id"]): row["status"] for row in rows}
    wanted = {"started": {"in_progress", "finished"}, "finished": {"finished"}}
    found = [
        f"workout {id_}: accepted as {told}, is {status.get(id_)}"
        for id_, told in ledger.sessions.items()
        if status.get(id_) not in wanted[told]
    ]
    opened = Counter(row["client_id"] for row in rows if row["status"] == "in_progress")
    found += [f"client {id_}: {count} open workouts" for id_, count in opened.items() if count > 1]
    stored: Rows = await _rows(connection, "SELECT * FROM set_logs")
    sets = {str(row["id"]): row for row in stored}
    for id_, told in ledger.sets.items():
        row = sets.get(id_)
        revision = row["revision"] if row else 0
        if revision < told.accepted or (revision and revision not in told.unanswered):
            found.append(f"set {id_}: revision {revision}, accepted was {told.accepted}")
        elif row and (wrong := _differs(row, ledger.contents[id_, revision])):
            found.append(f"set {id_}: {wrong} is not what revision {revision} said")
    return found


def _differs(row: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
    pairs = {
        "reps": (row["reps"], sent["reps"]),
        "weight_kg": (float(row["weight_kg"]), sent["weight_kg"]),
        "deleted": (row["deleted"], sent.get("deleted", False)),
        "done_at": (row["done_at"], datetime.fromisoformat(sent["done_at"])),
    }
    return ", ".join(name for name, (stored, told) in pairs.items() if stored != told)


_SETS = """
SELECT s.*, e.exercise_id, l.client_id, l.started_at, l.local_date, l.status
FROM set_logs s
JOIN exercise_logs e ON e.organization_id = s.organization_id AND e.id = s.exercise_log_id
JOIN session_logs l ON l.organization_id = s.organization_id AND l.id = s.session_log_id
ORDER BY s.done_at, s.id
"""


async def _totals(connection: Connection) -> list[str]:
    """Totals of every workout, and of every client, against the raw sets."""
    raw: dict[UUID, list[LoggedSet]] = defaultdict(list)
    for row in await _rows(connection, "SELECT * FROM set_logs"):
        raw[row["session_log_id"]].append(LoggedSet(*(row[name] for name in LoggedSet._fields)))
    found: list[str] = []
    sums: dict[UUID, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for row in await _rows(connection, "SELECT * FROM session_logs WHERE status <> 'discarded'"):
        counted = totals(raw[row["id"]])
        stored = (row["sets"], row["reps"], row["volume_kg"], row["exercises"])
        if stored != tuple(counted):
            found.append(f"workout {row['id']}: totals {stored}, its sets say {tuple(counted)}")
        if row["status"] == "finished":
            mine = (1, counted.sets, counted.reps, counted.volume_kg)
            sums[row["client_id"]] = [a + b for a, b in zip(sums[row["client_id"]], mine, strict=True)]
    for row in await _rows(connection, "SELECT * FROM training_stats"):
        stored = [row["workouts"], row["sets"], row["reps"], row["volume_kg"]]
        if stored != sums[row["id"]]:
            found.append(f"client {row['id']}: figures {stored}, their workouts say {sums[row['id']]}")
    return found


async def _records(connection: Connection) -> list[str]:
    """Every record against a fold over the raw sets of finished workouts."""
    histories: dict[tuple[UUID, UUID], dict[UUID, DoneSession]] = defaultdict(dict)
    done: dict[tuple[UUID, UUID], list[DoneSet]] = defaultdict(list)
    for row in await _rows(connection, _SETS):
        if row["status"] != "finished" or row["kind"] != "working" or row["deleted"] or row["done_at"] is None:
            continue
        sets = done[row["exercise_id"], row["session_log_id"]]
        sets.append(
            DoneSet(
                row["id"],
                row["done_at"],
                reps=row["reps"],
                weight_kg=row["weight_kg"],
                duration_s=row["duration_s"],
                distance_m=row["distance_m"],
            )
        )
        histories[row["client_id"], row["exercise_id"]].setdefault(
            row["session_log_id"], DoneSession(row["session_log_id"], row["started_at"], row["local_date"], sets)
        )
    expected = {
        (*key, record.kind, record.session_id, record.set_id, round(float(record.value), 3))
        for key, sessions in histories.items()
        for record in detect(list(sessions.values()))
    }
    stored = {
        (r["client_id"], r["exercise_id"], r["kind"], r["session_log_id"], r["set_log_id"], round(float(r["value"]), 3))
        for r in await _rows(connection, "SELECT * FROM records")
    }
    missing, extra = expected - stored, stored - expected
    return [f"records: {len(missing)} missing, {len(extra)} too many"] if missing or extra else []


_UNDONE = """
SELECT handler, state, count(*) AS n, max(last_error) AS error FROM outbox_deliveries
WHERE state <> 'done' GROUP BY 1, 2
"""
_DELIVERED = """
SELECT e.id, e.name, array_remove(array_agg(d.handler ORDER BY d.handler), NULL) AS handlers
FROM outbox_events e
LEFT JOIN outbox_deliveries d ON d.organization_id = e.organization_id AND d.event_id = e.id
GROUP BY e.organization_id, e.id, e.name
"""
_NONE_OF = {
    "events were not told": "SELECT count(*) FROM outbox_events WHERE relayed_at IS NULL",
    "mails were not sent": "SELECT count(*) FROM outgoing_mails WHERE sent_at IS NULL",
    "transactions were left idle": (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE state LIKE 'idle in transaction%' AND now() - state_change > interval '3 seconds'"
    ),
}


async def outbox(connection: Connection) -> list[str]:
    """Every event was told, every handler did its work once, nothing was given up or is still open."""
    found = [
        f"{row['n']} deliveries of {row['handler']} are {row['state']}: {row['error']}"
        for row in await _rows(connection, _UNDONE)
    ]
    found += [
        f"event {row['name']} {row['id']}: delivered to {row['handlers']}"
        for row in await _rows(connection, _DELIVERED)
        if row["handlers"] != sorted(handlers_of(row["name"]))
    ]
    for what, sql in _NONE_OF.items():
        if count := await _count(connection, sql):
            found.append(f"{count} {what}")
    return found


async def _sockets(connection: Connection, ledger: Ledger) -> list[str]:
    """Each tab heard of each event of its topics, or was told to fetch afresh after it."""
    rows: Rows = await _rows(connection, "SELECT id, name, topics, created_at, relayed_at FROM outbox_events")
    found: list[str] = []
    for tab in ledger.tabs:
        ready = tab.ready_at
        if ready is None:
            found.append(f"{tab.name}: never connected")
            continue
        last = max(tab.resyncs, default=None)
        if ledger.calm_since is not None and any(at > ledger.calm_since for at in tab.cut_off):
            found.append(f"{tab.name}: was told to fetch afresh when nothing was wrong")
        due = [row for row in rows if row["created_at"] > ready and not tab.topics.isdisjoint(row["topics"])]
        if sum(str(row["id"]) in tab.events for row in due) < len(due) * LEAST_SHARE:
            found.append(f"{tab.name}: was told too little as it happened")
        missed = [row for row in due if str(row["id"]) not in tab.events and (last is None or last < row["created_at"])]
        if missed:
            names = Counter(row["name"] for row in missed)
            found.append(f"{tab.name}: never heard of {len(missed)} events ({dict(names)}), first {missed[0]['id']}")
    return found
