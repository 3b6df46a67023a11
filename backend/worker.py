"""The worker: the relay, and the handlers of events as ARQ jobs."""

import asyncio
import signal
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
import uvloop
from arq import Worker

from backend.core import clock, idempotency, logs
from backend.core.db import ageing
from backend.core.db.database import Database
from backend.core.encryption import prove_keys
from backend.core.ending import ended
from backend.core.errors import StokeError
from backend.core.garbage import leave_out_what_stays
from backend.core.heartbeat import beat
from backend.core.jobs import (
    OUTSIDE_QUEUE,
    Periodic,
    job_pool,
    make_outside_worker,
    make_worker,
    queue_delivery,
    work_on,
)
from backend.core.observability.exposition import exposed
from backend.core.observability.faults import faults
from backend.core.observability.held import Pools
from backend.core.observability.jobs import watched_job
from backend.core.observability.metrics import JOBS
from backend.core.outbox.relay import Relay, deliver, put_back
from backend.core.settings import get_settings
from backend.domains.accounts.factors import tickets
from backend.domains.organizations import reminding
from backend.domains.organizations.deleting import delete_due
from backend.domains.organizations.service import organizations_at
from backend.domains.privacy.service import reminding as erasure_reminding
from backend.domains.privacy.service.exports import forget_all
from backend.domains.privacy.tasks import look_after_all
from backend.domains.workouts.tasks import refresh_facts
from backend.wiring import load_domains, make_database, make_ports, make_redis, observed

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
        if not isinstance(error, StokeError):
            faults.tell(error)
        await put_back(database, UUID(organization_id), UUID(delivery_id), error)


@contextmanager
def by_the_clock(kind: str) -> Generator[None]:
    """Watch a periodic job; whatever ends it early is told of."""
    with watched_job() as watch:
        watch.start(kind)
        try:
            yield
        except Exception as error:
            log.exception("job.failed", kind=kind)
            faults.tell(error)
            raise


async def nightly(context: dict[str, Any]) -> None:
    """Drop what is past its time, and make room for what is to come."""
    database: Database = context["database"]
    with by_the_clock("nightly"):
        async with database.system() as system:
            await idempotency.forget_old(system)
            await tickets.forget_old(system)
        await ageing.look_after(database)


async def hourly(context: dict[str, Any]) -> None:
    """Refresh figures that lapse with the calendar, where a day or a quarter has begun; delete what is due; remind."""
    database: Database = context["database"]
    try:
        with by_the_clock("hourly"):
            await _refresh(database)
    finally:
        try:
            with by_the_clock("deletion"):
                await delete_due(database, forget_all)
        finally:
            try:
                with by_the_clock("privacy"):
                    await look_after_all(database)
            finally:
                with by_the_clock("reminders"):
                    await _remind(database)


class ReminderTrouble(Exception):
    """People of some organizations were not reminded. Raised when the others are; the next round tries again."""


async def _remind(database: Database) -> None:
    """Tell people of what ends before long, by day."""
    failed = 0
    for organization_id in await organizations_at(database, reminding.HOURS):
        try:
            await reminding.remind(database, organization_id)
            await erasure_reminding.remind(database, organization_id)
        except Exception as error:
            failed += 1
            log.exception("reminders.failed", organization_id=str(organization_id))
            faults.tell(error, organization_id=str(organization_id))
    if failed:
        raise ReminderTrouble(f"{failed} organizations")


class RefreshTrouble(Exception):
    """Figures of some organizations are of yesterday. Raised when the others' are refreshed."""


async def _refresh(database: Database) -> None:
    failed = 0
    for organization_id in await organizations_at(database, REFRESH_HOURS):
        try:
            await refresh_facts(database, organization_id)
        except Exception as error:
            failed += 1
            log.exception("refresh.failed", organization_id=str(organization_id))
            faults.tell(error, organization_id=str(organization_id))
    if failed:
        raise RefreshTrouble(f"{failed} organizations")


async def serve() -> None:
    """Relay and work until told to stop."""
    settings = get_settings()
    logs.configure(settings.log_level)
    clock.put_wrong(timedelta(seconds=settings.clock_offset_seconds))
    load_domains()
    for kind in ("nightly", "hourly", "deletion", "privacy", "reminders"):
        JOBS.labels(kind, "failed")  # shown as 0 from the start: Prometheus sees no increase of what begins at 1
    redis = make_redis(settings)
    database = make_database(settings, make_ports(settings, redis))
    if (me := asyncio.current_task()) is not None:
        # ARQ listens for the signal only once it works, and the first process of a container has no default for it.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
    await database.wait()
    await prove_keys(database)
    redis_url = settings.redis_url.get_secret_value()
    pool = await job_pool(redis_url)

    async def enqueue(organization_id: str, delivery_id: str, attempt: int) -> None:
        await queue_delivery(pool, organization_id, delivery_id, attempt)

    async def enqueue_outside(organization_id: str, delivery_id: str, attempt: int) -> None:
        await queue_delivery(pool, organization_id, delivery_id, attempt, OUTSIDE_QUEUE)

    lease = timedelta(seconds=settings.job_lease_seconds)

    def make() -> Worker:
        return make_worker(redis_url, {"database": database}, deliver_one, Periodic(hourly, nightly), lease)

    def make_outside() -> Worker:
        return make_outside_worker(redis_url, {"database": database}, deliver_one, lease)

    tasks = [
        asyncio.create_task(work_on(make)),
        asyncio.create_task(work_on(make_outside)),
        asyncio.create_task(Relay(database, redis, enqueue, lease, enqueue_outside=enqueue_outside).run()),
        asyncio.create_task(beat(database, redis)),
    ]
    try:
        with observed(settings, "worker"):
            async with exposed(settings, [Pools(database)]):
                leave_out_what_stays()
                # A worker without a relay would look alive and do nothing: if any of them ends, the process does.
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
    finally:
        await ended(tasks)
        await pool.aclose()
        await database.close()
        await redis.aclose()


def run() -> None:
    """Blocks until SIGTERM or SIGINT."""
    with suppress(asyncio.CancelledError):
        uvloop.run(serve())
