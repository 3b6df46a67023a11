"""Background jobs. ARQ stays behind this module: a queued job is a hint, the truth stands in the outbox."""

from collections.abc import Callable
from types import CoroutineType
from typing import Any, TypeAlias

from arq import Worker
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.cron import cron
from arq.worker import func

QUEUE = "stoke:jobs"

# Quoted: Python 3.11 cannot subscript CoroutineType when it runs.
Job: TypeAlias = "Callable[..., CoroutineType[Any, Any, None]]"


async def job_pool(redis_url: str) -> ArqRedis:
    """A connection pool for queueing jobs."""
    settings = RedisSettings.from_dsn(redis_url)
    settings.conn_retries = 1
    return await create_pool(settings, default_queue_name=QUEUE)


async def queue_delivery(pool: ArqRedis, organization_id: str, delivery_id: str, attempt: int) -> None:
    """Queue a delivery; the same attempt is queued once."""
    await pool.enqueue_job("deliver_one", organization_id, delivery_id, _job_id=f"{delivery_id}:{attempt}")


def make_worker(redis_url: str, context: dict[str, Any], deliver_one: Job, nightly: Job, **options: Any) -> Worker:
    """An ARQ worker that runs deliveries and the nightly clean-up. `deliver_one(context, organization, delivery)`."""
    return Worker(
        functions=[func(deliver_one, name="deliver_one", keep_result=0, timeout=55, max_tries=1)],
        cron_jobs=[cron(nightly, hour=3, minute=17, run_at_startup=False, unique=True, keep_result=0)],
        redis_settings=RedisSettings.from_dsn(redis_url),
        queue_name=QUEUE,
        ctx=context,
        max_jobs=8,
        poll_delay=0.1,
        handle_signals=True,
        health_check_interval=10,
        **options,
    )
