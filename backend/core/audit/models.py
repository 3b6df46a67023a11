"""Tables of the audit log."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant
from backend.core.db.encrypted import encrypted
from backend.core.db.partitions import Monthly
from backend.core.db.storage import GROWING

KEEP_MONTHS = 24


class AuditEntry(Tenant, Base):
    """One deed. The app's role adds and reads rows, and has no right to change or delete any.

    Of no organization (a sign-in that failed for an address nobody has): under `PLATFORM`.
    """

    __tablename__ = "audit_entries"
    __storage__ = GROWING
    __partitioned__ = Monthly(keep=KEEP_MONTHS, archive=True)
    __table_args__ = (
        CheckConstraint("actor_kind IN ('person', 'key', 'system', 'nobody')", name="actor_kind"),
        Index("ix_audit_entries_actor", "organization_id", "actor_id", "id"),
        Index("ix_audit_entries_subject", "organization_id", "subject_id", "id"),
        Index("ix_audit_entries_person", "organization_id", "person_id", "id"),
        Index("ix_audit_entries_action", "organization_id", "action", "id"),
    )

    action: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    """The user, also where an API key of theirs acted."""
    member_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    request_id: Mapped[str | None]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    """Whose data it is about: a client's id, or a user's."""
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    """`{field: [before, after]}`, or other facts that are nobody's personal data."""
    sealed: Mapped[str | None]
    """The same of personal values, under the key of `person_id`."""


class PersonKey(Tenant, Base):
    """The key of one person's personal values in the audit log, itself encrypted. Deleting it erases them."""

    __tablename__ = "person_keys"

    wrapped: Mapped[str] = mapped_column(info=encrypted())
