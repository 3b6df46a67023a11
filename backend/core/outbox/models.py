"""Tables of the outbox. No foreign key to organizations: an event outlives what it tells of.

And none from deliveries to events: both are written by one function in one transaction, nothing deletes single rows,
and a key between partitioned tables would lock and search one of them whenever a month of the other comes or goes.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant
from backend.core.db.partitions import Monthly
from backend.core.db.storage import QUEUE


class OutboxEvent(Tenant, Base):
    """One event. Rows are kept for a while: a browser that reconnects catches up from them."""

    __tablename__ = "outbox_events"
    __storage__ = QUEUE
    __partitioned__ = Monthly(
        keep=1,
        held_by="SELECT 1 FROM outbox_events WHERE id >= :low AND id < :high AND relayed_at IS NULL"
        " UNION ALL SELECT 1 FROM outbox_deliveries WHERE event_id >= :low AND event_id < :high AND state <> 'done'",
    )
    __table_args__ = (
        Index("ix_outbox_events_waiting", "id", postgresql_where=text("relayed_at IS NULL")),
        Index("ix_outbox_events_occurred", "organization_id", "occurred_at"),
    )

    name: Mapped[str]
    version: Mapped[int]
    actor_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    topics: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    relayed_at: Mapped[datetime | None]
    traceparent: Mapped[str | None]


class OutboxDelivery(Tenant, Base):
    """What one handler still has to do, or did, with one event. Its id carries the event's time: see `emit`."""

    __tablename__ = "outbox_deliveries"
    __storage__ = QUEUE | {"fillfactor": "85"}
    """A claim changes lease and attempts, which no index holds."""
    __partitioned__ = Monthly(
        keep=1, held_by="SELECT 1 FROM outbox_deliveries WHERE id >= :low AND id < :high AND state <> 'done'"
    )
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'failed')", name="state"),
        Index("ix_outbox_deliveries_failed", "organization_id", postgresql_where=text("state = 'failed'")),
        Index("ix_outbox_deliveries_due", "available_at", postgresql_where=text("state = 'open'")),
    )

    event_id: Mapped[UUID]
    handler: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="open")
    attempts: Mapped[int] = mapped_column(server_default="0")
    available_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
