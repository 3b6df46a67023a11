"""Writing events. They are gathered and written in one statement each, just before the commit."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import insert

from backend.core.db.write import WriteSession
from backend.core.events import Event, handlers_of
from backend.core.ids import beside
from backend.core.observability.tracing import tracing
from backend.core.outbox.dropping import DROP_CACHED
from backend.core.outbox.models import OutboxDelivery, OutboxEvent
from backend.core.ports import Ports


def emit(session: WriteSession, event: Event, *, not_before: datetime | None = None) -> None:
    """Tell that something became true. Nothing leaves if the transaction does not commit.

    Handlers hear of it at `not_before`, if that is given; open pages at once.
    """
    if event.organization_id != session.organization_id:
        raise RuntimeError(f"{event.name} was told under another organization")
    if not session.pending_events:
        session.before_commit(write_pending)
    session.pending_events.append(event)
    if not_before is not None:
        session.put_off[event.id] = not_before


async def write_pending(session: WriteSession) -> None:
    """Write the gathered events and a delivery for each of their handlers."""
    events: list[Event] = list(session.pending_events)
    session.pending_events.clear()
    deliveries: list[dict[str, Any]] = [
        {"organization_id": event.organization_id, "id": beside(event.id), "event_id": event.id, "handler": name}
        for event in events
        for name in (*handlers_of(event.name), *((DROP_CACHED,) if event.outdates() else ()))
    ]
    traceparent = tracing.traceparent()
    await session.execute(
        insert(OutboxEvent),
        [
            {
                "organization_id": event.organization_id,
                "id": event.id,
                "name": event.name,
                "version": event.version,
                "actor_id": event.actor_id or session.user_id,
                "occurred_at": event.occurred_at,
                "payload": event.payload(),
                "topics": list(event.topics()),
                "traceparent": traceparent,
            }
            for event in events
        ],
    )
    # In statements of their own: the others are due by the database's clock.
    later = [{**row, "available_at": at} for row in deliveries if (at := session.put_off.get(row["event_id"]))]
    now = [row for row in deliveries if row["event_id"] not in session.put_off]
    for rows in (now, later):
        if rows:
            await session.execute(insert(OutboxDelivery), rows)
    session.after_commit(session.ports.wake_relay)
    outdated = {tag for event in events for tag in event.outdates()}
    if outdated:
        # Before the answer leaves: who wrote reads the new state next. Should this be lost, the delivery does it.
        session.after_commit(partial(_drop, session.ports, outdated))


async def _drop(ports: Ports, tags: Collection[str]) -> None:
    await ports.drop_cached(tags)
