"""Tables of privacy."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, TEXT, BigInteger, CheckConstraint, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant, tenant_fk

_WAITING = text("state = 'waiting'")
_RUNNING = text("state = 'running'")


class Consent(Tenant, Base):
    """One decision of a member on one version of a text. Rows are added and read, never changed: they are the proof.

    The newest row of a member and a kind is what holds.
    """

    __tablename__ = "consents"
    __table_args__ = (
        tenant_fk("members", "member_id", on_delete="CASCADE"),
        CheckConstraint("decision IN ('given', 'withdrawn')", name="decision"),
        CheckConstraint("version > 0", name="version"),
        Index("ix_consents_member", "organization_id", "member_id", "kind", "id"),
        Index("ix_consents_client", "organization_id", "client_id", "id"),
    )

    member_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    """The client that the member is, if they are one. No foreign key: the proof outlives the client."""
    kind: Mapped[str]
    version: Mapped[int]
    text_hash: Mapped[str]
    """SHA-256 of the text that was shown, in hex."""
    decision: Mapped[str]
    how: Mapped[str] = mapped_column(server_default="chosen")
    """By what deed: `registered`, `founded`, `invitation`, `joined`, or `chosen` where it was asked by itself."""
    sealed: Mapped[str]
    """Address and browser of the decision, under the person's own key: an erasure makes them unreadable."""


class PersonalExport(Tenant, Base):
    """An archive of everything kept about a client, made part by part; its file goes when it expires."""

    __tablename__ = "personal_exports"
    __table_args__ = (
        tenant_fk("clients", "client_id"),
        tenant_fk("members", "requested_by_member_id"),
        CheckConstraint("state IN ('running', 'ready', 'expired')", name="state"),
        CheckConstraint("done BETWEEN 0 AND parts", name="done"),
        Index("ix_personal_exports_client", "organization_id", "client_id", "id"),
        Index(
            "uq_personal_exports_running",
            "organization_id",
            "client_id",
            "by_themselves",
            unique=True,
            postgresql_where=_RUNNING,
        ),
    )

    client_id: Mapped[UUID]
    requested_by_member_id: Mapped[UUID]
    by_themselves: Mapped[bool]
    """Asked for by the client: then it holds what belongs to their account, too, and goes to nobody else."""
    state: Mapped[str] = mapped_column(server_default="running")
    done: Mapped[int] = mapped_column(server_default="0")
    parts: Mapped[int]
    size: Mapped[int | None] = mapped_column(BigInteger)
    """Of the archive, in bytes."""
    expires_at: Mapped[datetime | None]
    left_out: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    """Classes that it does not hold, known when it is ready: fetching it is an opening of the others."""


class Erasure(Tenant, Base):
    """That a client's personal data are to be erased at `due_at`, unless that is taken back before."""

    __tablename__ = "erasures"
    __table_args__ = (
        tenant_fk("clients", "client_id"),
        tenant_fk("members", "requested_by_member_id"),
        CheckConstraint("state IN ('waiting', 'done', 'cancelled')", name="state"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled"),
        Index("ix_erasures_client", "organization_id", "client_id", "id"),
        Index("uq_erasures_waiting", "organization_id", "client_id", unique=True, postgresql_where=_WAITING),
        Index("ix_erasures_due", "organization_id", "due_at", postgresql_where=_WAITING),
    )

    client_id: Mapped[UUID]
    requested_by_member_id: Mapped[UUID | None]
    """Null: a rule of retention."""
    by_themselves: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(server_default="waiting")
    due_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    reminded_days: Mapped[int | None] = mapped_column(SmallInteger)
    """The last reminder that the client got, by how many days before the end it is due."""


class RetentionChoice(Tenant, Base):
    """For how long an organization keeps one kind of data, where it chose, and what the last round of it removed."""

    __tablename__ = "retention_choices"
    __table_args__ = (
        tenant_fk("members", "chosen_by_member_id"),
        CheckConstraint("keep_days BETWEEN 1 AND 3650", name="keep_days"),
        Index("uq_retention_choices_rule", "organization_id", "rule", unique=True),
    )

    rule: Mapped[str]
    keep_days: Mapped[int | None]
    """Null: for ever."""
    chosen_by_member_id: Mapped[UUID]
    last_run_at: Mapped[datetime | None]
    last_removed: Mapped[int] = mapped_column(server_default="0")
