"""Background jobs. ARQ stays behind this module: a queued job is a hint, the truth stands in the outbox."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import CoroutineType
from typing import Any, NamedTuple, TypeAlias

import structlog
from arq import Worker
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.cron import cron
from arq.worker import Function, func
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

QUEUE = "stoke:jobs"
OUTSIDE_QUEUE = "stoke:jobs:outside"
"""Of handlers that call providers."""

OUTSIDE_JOBS = 4
"""At once in one process: each holds a connection for as long as the provider takes."""

# Quoted: Python 3.11 cannot subscript CoroutineType when it runs.
Job: TypeAlias = "Callable[..., CoroutineType[Any, Any, None]]"


async def job_pool(redis_url: str) -> ArqRedis:
    """A connection pool for queueing jobs. Waits for a Redis that is away: a worker may be started before it."""
    settings = RedisSettings.from_dsn(redis_url)
    settings.conn_retries = 1
    while True:
        try:
            return await create_pool(settings, default_queue_name=QUEUE)
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("worker.redis_away", error=type(error).__name__)
            await asyncio.sleep(0.5)


class Periodic(NamedTuple):
    """Jobs by the clock. Each may run late, twice or not at all: the next run makes up for it."""

    hourly: Job
    nightly: Job


async def queue_delivery(
    pool: ArqRedis, organization_id: str, delivery_id: str, attempt: int, queue: str = QUEUE
) -> None:
    """Queue a delivery; the same attempt is queued once."""
    job_id = f"{delivery_id}:{attempt}"
    await pool.enqueue_job("deliver_one", organization_id, delivery_id, _job_id=job_id, _queue_name=queue)


async def work_on(make: Callable[[], Worker]) -> None:
    """Run a worker until it is told to stop, and a new one whenever Redis went away under it: ARQ's own ends then."""
    while True:
        worker = make()
        try:
            await worker.async_run()
            return
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("worker.redis_away", error=type(error).__name__)
            await asyncio.sleep(0.5)
        finally:
            with suppress(RedisError, OSError, TimeoutError):
                await worker.close()


def make_worker(
    redis_url: str, context: dict[str, Any], deliver_one: Job, periodic: Periodic, lease: timedelta, **options: Any
) -> Worker:
    """An ARQ worker that runs deliveries and what the clock asks for. `deliver_one(context, organization, delivery)`.

    A job ends before its delivery's `lease` does, so that no two run at once.
    """
    return Worker(
        functions=[_delivering(deliver_one, lease)],
        cron_jobs=[
            cron(periodic.hourly, minute=7, run_at_startup=False, unique=True, keep_result=0, timeout=1800),
            cron(periodic.nightly, hour=3, minute=17, run_at_startup=False, unique=True, keep_result=0),
        ],
        redis_settings=RedisSettings.from_dsn(redis_url),
        queue_name=QUEUE,
        ctx=context,
        max_jobs=8,
        poll_delay=0.1,
        handle_signals=True,
        health_check_interval=10,
        **options,
    )


def make_outside_worker(
    redis_url: str, context: dict[str, Any], deliver_one: Job, lease: timedelta, **options: Any
) -> Worker:
    """The same for handlers that call providers, in the same process: they wait for each other alone."""
    return Worker(
        functions=[_delivering(deliver_one, lease)],
        redis_settings=RedisSettings.from_dsn(redis_url),
        queue_name=OUTSIDE_QUEUE,
        ctx=context,
        max_jobs=OUTSIDE_JOBS,
        poll_delay=0.1,
        handle_signals=False,  # the loop has one handler for each signal: the other worker's, which ends the process
        health_check_interval=10,
        **options,
    )


def _delivering(deliver_one: Job, lease: timedelta) -> Function:
    timeout = lease.total_seconds() * 0.9
    return func(deliver_one, name="deliver_one", keep_result=0, timeout=timeout, max_tries=1)
