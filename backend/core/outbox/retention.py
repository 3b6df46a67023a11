"""How long events are kept after their work is done."""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from backend.core.clock import now
from backend.core.db.write import WriteSession
from backend.core.outbox.models import OutboxDelivery, OutboxEvent

KEPT = timedelta(days=14)


async def forget_old_events(system: WriteSession) -> None:
    """Drop events whose deliveries are all done, in all organizations (nightly, under the system role)."""
    unfinished = exists(
        select(OutboxDelivery.id).where(
            OutboxDelivery.organization_id == OutboxEvent.organization_id,
            OutboxDelivery.event_id == OutboxEvent.id,
            OutboxDelivery.state != "done",
        )
    )
    await system.execute(delete(OutboxEvent).where(OutboxEvent.occurred_at < now() - KEPT, ~unfinished))
