"""A worker's sign of life and how far the outbox is behind: in Redis for the status page, as metrics for the alerts."""

import asyncio
import time

import asyncpg
import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from backend.core.db.ageing import months_ahead
from backend.core.db.database import Database
from backend.core.observability.metrics import (
    DELIVERIES_FAILED,
    DELIVERIES_OLDEST,
    DELIVERIES_OPEN,
    HEARTBEAT,
    MONTHS_AHEAD,
    OUTBOX_OLDEST,
)
from backend.core.outbox.backlog import Backlog, backlog

log = structlog.get_logger(__name__)

KEY = "stoke:worker:alive"
EVERY_SECONDS = 5.0
FRESH_SECONDS = 30
"""A sign of life counts for this long."""


async def beat(database: Database, redis: Redis) -> None:
    """Give a sign of life every few seconds until cancelled. With a part away it goes on with what is left."""
    while True:
        try:
            async with asyncio.timeout(EVERY_SECONDS):
                await beat_once(database, redis)
        except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, RedisError, OSError) as error:
            log.warning("heartbeat.missed", error=type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def beat_once(database: Database, redis: Redis) -> Backlog:
    """One sign of life. Raises what the database or Redis does when it is away."""
    waiting = await backlog(database)
    OUTBOX_OLDEST.set(waiting.oldest_event)
    DELIVERIES_OLDEST.set(waiting.oldest_delivery)
    DELIVERIES_OPEN.set(waiting.open)
    DELIVERIES_FAILED.set(waiting.failed)
    MONTHS_AHEAD.set(await months_ahead(database))
    HEARTBEAT.set(time.time())
    await redis.set(KEY, orjson.dumps({"lag": waiting.lag}), ex=FRESH_SECONDS)
    return waiting


async def last_lag(redis: Redis) -> float | None:
    """How many seconds the outbox is behind, as a worker told lately; None when none gave a sign of life."""
    told: bytes | None = await redis.get(KEY)
    return None if told is None else float(orjson.loads(told)["lag"])
