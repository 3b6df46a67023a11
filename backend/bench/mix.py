"""A day's requests in the proportions of a day, over many organizations at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from random import Random
from typing import Any

import asyncpg
from redis.asyncio import Redis

from backend.bench.datasets import RUN, owner_email, small_owner_email
from backend.bench.load import raw_request
from backend.bench.measuring import measure
from backend.bench.paths import HotPath, Recorder
from backend.bench.stand import Served
from backend.core.cache import counts_of_all, forget_counts
from backend.demo.accounts import CLIENT, OWNER, TRAINERS

STUDIOS = 40
REQUESTS = 4_000
P95_MS, SQL_MS, ERRORS, HITS = 200.0, 50.0, 0.001, 0.80

_STAFF = (
    (30, "/api/clients?limit=50"),
    (12, "/api/clients?limit=50&q=num"),
    (10, "/api/exercises?limit=50"),
    (8, "/api/exercises?q=squat&limit=20"),
    (4, "/api/exercises/facets"),
    (10, "/api/home"),
    (6, "/api/templates?limit=50"),
    (4, "/api/members"),
)
_CLIENT = ((10, "/api/today"), (3, "/api/exercises?q=press&limit=20"), (3, "/api/auth/me"))


async def requests(recorder: Recorder, sets: HotPath) -> list[str]:
    """Requests of the owners of `STUDIOS` small studios and one large one, of the demo's people, and set batches."""
    random = Random(7)  # noqa: S311 - the same mix each time
    staff = [await recorder.sign_in(email) for email in (OWNER.email, TRAINERS[0].email, owner_email(10_000))]
    staff += [await recorder.sign_in(small_owner_email(number)) for number in range(STUDIOS)]
    client = await recorder.sign_in(CLIENT.email)
    drawn: list[str] = []
    batches = iter(sets.requests)
    for _ in range(REQUESTS):
        kind = random.random()
        if kind < 0.10:
            drawn.append(next(batches))
        elif kind < 0.35:
            drawn.append(raw_request("GET", _one_of(random, _CLIENT), client))
        else:
            drawn.append(raw_request("GET", _one_of(random, _STAFF), random.choice(staff)))
    return drawn


def _one_of(random: Random, weighted: Sequence[tuple[int, str]]) -> str:
    return random.choices([path for _, path in weighted], [weight for weight, _ in weighted])[0]


async def reset(admin_url: str, redis_url: str) -> None:
    """Begin to count: the time of statements, and how often an answer was kept."""
    async with Redis.from_url(redis_url) as redis:
        await forget_counts(redis)
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        await admin.execute("SELECT pg_stat_statements_reset()")
    finally:
        await admin.close()


async def mean_statement_ms(admin_url: str) -> float:
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


async def hit_rate(redis_url: str) -> float:
    """Share of the requests for what is kept that asked the database nothing, over all processes."""
    # The processes tell their counts once a second.
    await asyncio.sleep(1.5)
    async with Redis.from_url(redis_url) as redis:
        counts = (await counts_of_all(redis)).values()
    asked = sum(count.asked for count in counts)
    return sum(count.hits for count in counts) / asked if asked else 0.0


def warm(stoke: Served, drawn: Sequence[str]) -> None:
    """As it is some time after a start."""
    measure(stoke.address, drawn, 2.0)


def drive(stoke: Served, drawn: Sequence[str], seconds: float) -> dict[str, Any]:
    """Response times and errors of the mix."""
    result = measure(stoke.address, drawn, seconds)
    return {**asdict(result), "error_share": result.errors / max(1, result.count)}


def good(found: dict[str, Any]) -> bool:
    """Whether the mix keeps what is promised."""
    return (
        found["p95"] < P95_MS
        and found["mean_sql_ms"] < SQL_MS
        and found["error_share"] < ERRORS
        and found["hit_rate"] > HITS
    )
