"""The relay: from committed rows to live updates and queued jobs.

Both steps are at least once. What makes an effect happen once is the delivery row, which only the handler's own
transaction closes; a lost job, an emptied Redis or a killed worker costs a lease, never an effect.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from backend.core import clock
from backend.core.db.database import Database
from backend.core.events import handler, revive
from backend.core.observability.jobs import WatchedJob, watched_job
from backend.core.outbox.lanes import is_outside
from backend.core.outbox.models import OutboxDelivery, OutboxEvent
from backend.core.realtime.messages import publish_event

log = structlog.get_logger(__name__)

WAKE_CHANNEL = "stoke:relay"
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 12
BATCH = 200
IDLE_SECONDS = 1.0

CLAIM_EVENTS = text(
    """
    UPDATE outbox_events AS e SET relayed_at = now()
    FROM (
        SELECT organization_id, id FROM outbox_events WHERE relayed_at IS NULL
        ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
    ) AS waiting
    WHERE e.organization_id = waiting.organization_id AND e.id = waiting.id
    RETURNING e.organization_id, e.id, e.name, e.version, e.occurred_at, e.payload, e.topics
    """
)

CLAIM_DELIVERIES = text(
    """
    UPDATE outbox_deliveries AS d SET lease_until = now() + :lease, attempts = d.attempts + 1
    FROM (
        SELECT organization_id, id FROM outbox_deliveries
        WHERE state = 'open' AND available_at <= now() AND (lease_until IS NULL OR lease_until < now())
        ORDER BY available_at LIMIT :batch FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE d.organization_id = due.organization_id AND d.id = due.id
    RETURNING d.organization_id, d.id, d.attempts, d.handler
    """
)

Enqueue = Callable[[str, str, int], Awaitable[None]]


class Relay:
    """Runs in every worker; several may run at once, since rows are claimed with SKIP LOCKED.

    `enqueue_outside` takes the deliveries of handlers that call providers; left out, `enqueue` takes all.
    """

    def __init__(
        self,
        database: Database,
        redis: Redis,
        enqueue: Enqueue,
        lease: timedelta = LEASE,
        *,
        enqueue_outside: Enqueue | None = None,
    ) -> None:
        self._database = database
        self._redis = redis
        self._enqueue = enqueue
        self._enqueue_outside = enqueue_outside or enqueue
        self._lease = lease

    async def run(self) -> None:
        """Relay until cancelled. An outage of Postgres or Redis is waited out with a growing pause."""
        pause = 0.0
        while True:
            try:
                async with self._redis.pubsub() as hints:  # pyright: ignore[reportUnknownMemberType]
                    await hints.subscribe(WAKE_CHANNEL)
                    while True:
                        moved = await self.once()
                        pause = 0.0
                        if moved < BATCH:
                            await hints.get_message(ignore_subscribe_messages=True, timeout=IDLE_SECONDS)
            except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, RedisError, OSError) as error:
                pause = min(5.0, pause * 2 or 0.2)
                log.warning("relay.paused", seconds=pause, error=type(error).__name__)
                await asyncio.sleep(pause)

    async def once(self) -> int:
        """One round: publish new events, queue due deliveries. Answers how many rows moved."""
        async with self._database.system() as session:
            events = (await session.execute(CLAIM_EVENTS, {"batch": BATCH})).mappings().all()
            for row in sorted(events, key=lambda row: row["id"]):
                await publish_event(self._redis, dict(row))
        async with self._database.system() as session:
            due = (await session.execute(CLAIM_DELIVERIES, {"batch": BATCH, "lease": self._lease})).all()
        # After the commit: a worker that is quicker would find the row locked, skip it, and leave it for the lease.
        for organization_id, delivery_id, attempt, name in due:
            enqueue = self._enqueue_outside if is_outside(name) else self._enqueue
            await enqueue(str(organization_id), str(delivery_id), attempt)
        return max(len(events), len(due))


def _is(organization_id: UUID, delivery_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return OutboxDelivery.organization_id == organization_id, OutboxDelivery.id == delivery_id


async def deliver(database: Database, organization_id: UUID, delivery_id: UUID) -> bool:
    """Run one handler and close its delivery in the handler's transaction. False when there was nothing to do."""
    with watched_job() as watch:
        return await _deliver(database, organization_id, delivery_id, watch)


async def _deliver(database: Database, organization_id: UUID, delivery_id: UUID, watch: WatchedJob) -> bool:
    async with database.write(organization_id) as session:
        delivery = await session.first(
            select(OutboxDelivery.event_id, OutboxDelivery.handler)
            .where(*_is(organization_id, delivery_id), OutboxDelivery.state == "open")
            .with_for_update(skip_locked=True)
        )
        if delivery is None:
            return False
        row = await session.first(
            select(OutboxEvent.__table__).where(
                OutboxEvent.organization_id == organization_id, OutboxEvent.id == delivery["event_id"]
            )
        )
        ids = {"organization_id": str(organization_id), "event_id": str(delivery["event_id"])}
        watch.start(delivery["handler"], row["traceparent"] if row else None, ids)
        if row is None:
            raise LookupError("the event of this delivery is gone")
        await handler(delivery["handler"])(session, revive(row))
        await session.execute(
            update(OutboxDelivery)
            .where(*_is(organization_id, delivery_id))
            .values(state="done", done_at=clock.now(), last_error=None)
        )
    return True


async def put_back(database: Database, organization_id: UUID, delivery_id: UUID, error: Exception) -> None:
    """Leave a failed delivery open for a later try, further off each time; give up, loudly, after `MAX_ATTEMPTS`."""
    async with database.write(organization_id) as session:
        delivery = await session.first(
            select(OutboxDelivery.handler, OutboxDelivery.attempts).where(
                *_is(organization_id, delivery_id), OutboxDelivery.state == "open"
            )
        )
        if delivery is None:
            return
        attempts: int = delivery["attempts"]
        final = attempts >= MAX_ATTEMPTS
        wait = timedelta(seconds=min(3600, 2 ** min(attempts, 12)))
        await session.execute(
            update(OutboxDelivery)
            .where(*_is(organization_id, delivery_id))
            .values(
                state="failed" if final else "open",
                lease_until=None,
                # The database's clock, by which it is claimed: this machine's may be hours off.
                available_at=func.now() + wait,
                last_error=f"{type(error).__name__}: {error}"[:500],
            )
        )
        log.warning(
            "delivery.failed",
            handler=delivery["handler"],
            attempt=attempts,
            final=final,
            error=type(error).__name__,
        )
