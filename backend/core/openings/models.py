"""The table of openings."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from backend.core.db.base import Base, Tenant
from backend.core.db.partitions import Monthly
from backend.core.db.storage import GROWING

KEEP_MONTHS = 24


class Opening(Tenant, Base):
    """A member looked at a class of a client's data within one hour. The app's role adds and reads rows, no more.

    The id says the hour, and is the same for the same viewer, client and class within it: a second row cannot be. It
    holds ids alone, and so outlives an erasure without telling anything of the person.
    """

    __tablename__ = "openings"
    __storage__ = GROWING
    __partitioned__ = Monthly(keep=KEEP_MONTHS)
    __table_args__ = (
        CheckConstraint("data_class IN ('profile', 'health', 'plan', 'training')", name="data_class"),
        Index("ix_openings_client", "organization_id", "client_id", "id"),
    )

    client_id: Mapped[UUID]
    member_id: Mapped[UUID]
    """Who looked."""
    key_id: Mapped[UUID | None]
    """The API key that looked in the member's place."""
    data_class: Mapped[str]
