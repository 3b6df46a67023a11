"""The worker: the relay, and the handlers of events as ARQ jobs."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
import uvloop
from arq import Worker

from backend.core import idempotency, logs
from backend.core.db.database import Database
from backend.core.jobs import Periodic, job_pool, make_worker, queue_delivery, work_on
from backend.core.outbox.relay import Relay, deliver, put_back
from backend.core.outbox.retention import forget_old_events
from backend.core.settings import get_settings
from backend.domains.organizations.service import organizations_at
from backend.domains.workouts.tasks import refresh_facts
from backend.wiring import load_domains, make_database, make_ports, make_redis

log = structlog.get_logger("stoke.worker")

REFRESH_HOURS = frozenset({0, 6, 12, 18})
"""On the organization's clock. Clients live in other zones, too; six hours late is early enough for a list."""


async def deliver_one(context: dict[str, Any], organization_id: str, delivery_id: str) -> None:
    """Hand one event to one handler; whatever a handler raises leaves its delivery open for a later try."""
    database: Database = context["database"]
    try:
        await deliver(database, UUID(organization_id), UUID(delivery_id))
    except Exception as error:
        log.exception("handler.failed", delivery_id=delivery_id)
        await put_back(database, UUID(organization_id), UUID(delivery_id), error)


async def nightly(context: dict[str, Any]) -> None:
    """Drop what is past its time."""
    database: Database = context["database"]
    async with database.system() as system:
        await idempotency.forget_old(system)
        await forget_old_events(system)


async def hourly(context: dict[str, Any]) -> None:
    """Refresh figures that lapse with the calendar, where a new day or a quarter of it has begun."""
    database: Database = context["database"]
    for organization_id in await organizations_at(database, REFRESH_HOURS):
        try:
            await refresh_facts(database, organization_id)
        except Exception:
            log.exception("refresh.failed", organization_id=str(organization_id))


async def serve() -> None:
    """Relay and work until told to stop."""
    settings = get_settings()
    logs.configure(settings.log_level)
    load_domains()
    redis = make_redis(settings)
    database = make_database(settings, make_ports(settings, redis))
    redis_url = settings.redis_url.get_secret_value()
    pool = await job_pool(redis_url)

    async def enqueue(organization_id: str, delivery_id: str, attempt: int) -> None:
        await queue_delivery(pool, organization_id, delivery_id, attempt)

    lease = timedelta(seconds=settings.job_lease_seconds)

    def make() -> Worker:
        return make_worker(redis_url, {"database": database}, deliver_one, Periodic(hourly, nightly), lease)

    relay = asyncio.create_task(Relay(database, redis, enqueue, lease).run())
    work = asyncio.create_task(work_on(make))
    try:
        # A worker without a relay would look alive and do nothing: if either ends, the process does.
        done, _ = await asyncio.wait({relay, work}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in (work, relay):
            task.cancel()
        await asyncio.gather(work, relay, return_exceptions=True)
        await pool.aclose()
        await database.close()
        await redis.aclose()


def run() -> None:
    """Blocks until SIGTERM or SIGINT."""
    with suppress(asyncio.CancelledError):
        uvloop.run(serve())
