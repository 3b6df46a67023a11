"""Tables of the outbox. No foreign key to organizations: an event outlives what it tells of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant, tenant_fk


class OutboxEvent(Tenant, Base):
    """One event. Rows are kept for a while: a browser that reconnects catches up from them."""

    __tablename__ = "outbox_events"
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
    """What one handler still has to do, or did, with one event."""

    __tablename__ = "outbox_deliveries"
    __table_args__ = (
        tenant_fk("outbox_events", "event_id", on_delete="CASCADE"),
        CheckConstraint("state IN ('open', 'done', 'failed')", name="state"),
        Index("ix_outbox_deliveries_event", "organization_id", "event_id"),
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
