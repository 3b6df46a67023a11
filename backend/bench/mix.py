"""A day's requests in the proportions of a day, over many organizations at once.

Drawn anew for each run of the load, by a seed, and sent once: what is asked for twice is so because people ask for it
twice. Sets are logged, exercises and templates changed and programs given beside the reading, so that kept answers are
dropped as they would be.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
from redis.asyncio import Redis

from backend.bench.batches import Batches, written
from backend.bench.changes import Changes, prepared
from backend.bench.datasets import RUN, owner_email, small_owner_email
from backend.bench.load import Job, raw_request
from backend.bench.measuring import CONNECTIONS, drive
from backend.bench.paths import Logging, Recorder
from backend.bench.stand import Served
from backend.core.cache import counts_of_all, forget_counts
from backend.demo.accounts import CLIENT, OWNER, TRAINERS

WARMING_SECONDS, SECONDS = 18.0, 9.0
"""However short the rest: which share is kept shows in some thousand requests, with more of them behind."""

P95_MS, SQL_MS, ERRORS, HITS = 200.0, 50.0, 0.001, 0.80
MOST_PER_SECOND = 4_000

STUDIOS = 40
"""Small ones, beside the demo's and the one of 10,000."""

SETS, CHANGES, CLIENTS = 0.10, 0.01, 0.25
"""Shares of the requests: sets logged; exercises, templates and programs changed; reading by clients. Staff reads."""

_STAFF = (
    (30, "/api/clients?limit=50"),
    (6, "/api/clients?limit=50&sort=-last_workout"),
    (12, "/api/clients?limit=50&q={client}"),
    (10, "/api/exercises?limit=50"),
    (8, "/api/exercises?q={exercise}&limit=20"),
    (4, "/api/exercises/facets"),
    (10, "/api/home"),
    (6, "/api/templates?limit=50"),
    (4, "/api/members"),
)
_CLIENT = ((10, "/api/today"), (3, "/api/exercises?q={exercise}&limit=20"), (3, "/api/auth/me"))

_EXERCISES = (
    "squat", "bench", "press", "deadlift", "row", "curl", "pull", "lunge", "plank", "dip", "raise", "fly", "hip",
    "calf", "split", "front", "hinge", "swing", "carry", "jump",
)  # fmt: skip
"""What is searched for, the first most often (by Zipf's law: the second half as often, the third a third)."""


@dataclass(slots=True)
class Day:
    """Who asks, and what is written. Every request is drawn once, by one dice."""

    organization_id: UUID
    staff: Sequence[str]
    client: str
    batches: Batches
    changes: Changes
    # The same days in each run of the bench.
    dice: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - no secret

    def drawn(self, count: int) -> tuple[list[str], list[int], set[int], set[int]]:
        """Requests, the order to send them in, and which of them are set batches and changes."""
        batches = iter(self.batches.take(int(count * SETS * 1.2) + 10))
        requests: list[str] = []
        known: dict[str, int] = {}
        order: list[int] = []
        sets: set[int] = set()
        changes: set[int] = set()
        for _ in range(count):
            kind = self.dice.random()
            if kind < SETS:
                request, among = next(batches), sets
            elif kind < SETS + CHANGES:
                request, among = self.changes.drawn(self.dice), changes
            else:
                request, among = self._reading(kind < SETS + CHANGES + CLIENTS), None
            place = known.setdefault(request, len(requests))
            if place == len(requests):
                requests.append(request)
            if among is not None:
                among.add(place)
            order.append(place)
        return requests, order, sets, changes

    def _reading(self, by_client: bool) -> str:
        path = _one_of(self.dice, _CLIENT if by_client else _STAFF)
        word = self.dice.choices(_EXERCISES, [1 / place for place in range(1, len(_EXERCISES) + 1)])[0]
        path = path.format(exercise=word, client=f"number{self.dice.randrange(50)}")
        return raw_request("GET", path, self.client if by_client else self.dice.choice(self.staff))


async def a_day(recorder: Recorder, logging: Logging) -> Day:
    """Owners of `STUDIOS` small studios and of a large one, and the demo's people."""
    owners = [await recorder.sign_in(email) for email in (OWNER.email, owner_email(10_000))]
    owners += [await recorder.sign_in(small_owner_email(number)) for number in range(STUDIOS)]
    trainer, client = await recorder.sign_in(TRAINERS[0].email), await recorder.sign_in(CLIENT.email)
    changes = await prepared(recorder, owners)
    return Day(logging.organization_id, [trainer, *owners], client, logging.mixed, changes)


def _one_of(dice: Random, weighted: Sequence[tuple[int, str]]) -> str:
    return dice.choices([path for _, path in weighted], [weight for weight, _ in weighted])[0]


def run(stoke: Served, day: Day, seconds: float) -> dict[str, Any]:
    """Drive a part of the day: response times, errors, and how much of it wrote."""
    requests, order, sets, changes = day.drawn(int(seconds * MOST_PER_SECOND))
    result = drive(Job(stoke.addresses, requests, CONNECTIONS, seconds, once=True, order=order))
    sent = order[: result.count]
    batches = sum(place in sets for place in sent)
    # Of those that were taken, all that went out come before the rest.
    day.batches.went(batches)
    return {
        **asdict(result),
        "error_share": result.errors / max(1, result.count),
        "sets": batches,
        "changes": sum(place in changes for place in sent),
    }


def measured(stoke: Served, day: Day, admin_url: str, redis_url: str) -> dict[str, Any]:
    """The mix as it is some time after a start."""
    warming = run(stoke, day, WARMING_SECONDS)
    asyncio.run(_reset(admin_url, redis_url))
    before = asyncio.run(written(admin_url, day.organization_id, day.batches))
    line = run(stoke, day, SECONDS)
    return {
        **line,
        "errors": line["errors"] + warming["errors"],
        "rows": asyncio.run(written(admin_url, day.organization_id, day.batches)) - before,
        "mean_sql_ms": asyncio.run(_mean_statement_ms(admin_url)),
        "hit_rate": asyncio.run(_hit_rate(redis_url)),
    }


def good(found: dict[str, Any]) -> bool:
    """Whether the mix keeps what is promised, and did write what it said."""
    return (
        found["p95"] < P95_MS
        and found["mean_sql_ms"] < SQL_MS
        and found["errors"] == 0
        and found["rows"] == found["sets"]
        and found["hit_rate"] > HITS
    )


async def _reset(admin_url: str, redis_url: str) -> None:
    """Begin to count: the time of statements, and how often an answer was kept."""
    async with Redis.from_url(redis_url) as redis:
        await forget_counts(redis)
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        await admin.execute("SELECT pg_stat_statements_reset()")
    finally:
        await admin.close()


async def _mean_statement_ms(admin_url: str) -> float:
    """Mean time of a statement since then, in the database."""
    admin = await asyncpg.connect(admin_url)
    try:
        found: Any = await admin.fetchval(
            """
            SELECT sum(s.total_exec_time) / greatest(sum(s.calls), 1)
            FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = $1 AND s.query ~* '^\\s*(with|select|insert|update|delete)'
            """,
            RUN,
        )
        return round(float(found or 0), 3)
    finally:
        await admin.close()


async def _hit_rate(redis_url: str) -> float:
    """Share of the requests for what is kept that asked the database nothing, over all processes."""
    # The processes tell their counts once a second.
    await asyncio.sleep(1.5)
    async with Redis.from_url(redis_url) as redis:
        counts = (await counts_of_all(redis)).values()
    asked = sum(count.asked for count in counts)
    return sum(count.hits for count in counts) / asked if asked else 0.0
