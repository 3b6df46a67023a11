"""Tables of clients."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import TEXT, CheckConstraint, Computed, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant, tenant_fk
from backend.core.db.encrypted import encrypted
from backend.core.db.storage import REWRITTEN

_SORT_NAME = "stoke_fold(first_name || ' ' || last_name)"
_SEARCH_TEXT = (
    "' ' || stoke_fold(first_name || ' ' || last_name || ' ' || coalesce(email, ''))"
    " || ' ' || coalesce(substr(phone, 2), '')"
    " || ' ' || coalesce(regexp_replace(phone_display, '[^0-9]', '', 'g'), '')"
)


class Client(Tenant, Base):
    """A person who is coached. `member_id` ties them to a membership once they were invited to sign in."""

    __tablename__ = "clients"
    __table_args__ = (
        tenant_fk("members", "trainer_member_id"),
        tenant_fk("members", "member_id"),
        CheckConstraint("status IN ('active', 'paused', 'inactive', 'archived')", name="status"),
        CheckConstraint(
            "(status = 'archived') = (status_before_archive IS NOT NULL)"
            " AND (status = 'archived') = (archived_at IS NOT NULL)",
            name="archived",
        ),
        CheckConstraint("access IN ('none', 'invited', 'active')", name="access"),
        CheckConstraint("sex IN ('female', 'male')", name="sex"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index(
            "uq_clients_email",
            "organization_id",
            "email",
            unique=True,
            postgresql_where=text("email IS NOT NULL AND status <> 'archived'"),
        ),
        Index(
            "uq_clients_member",
            "organization_id",
            "member_id",
            unique=True,
            postgresql_where=text("member_id IS NOT NULL"),
        ),
        Index("ix_clients_name", "organization_id", "sort_name", "id"),
        Index(
            "ix_clients_listed",
            "organization_id",
            "sort_name",
            "id",
            postgresql_where=text("status <> 'archived'"),
        ),
        Index("ix_clients_status_name", "organization_id", "status", "sort_name", "id"),
        Index("ix_clients_access_name", "organization_id", "access", "sort_name", "id"),
        Index("ix_clients_trainer_name", "organization_id", "trainer_member_id", "sort_name", "id"),
        Index("ix_clients_created", "organization_id", "created_at", "id"),
        Index(
            "ix_clients_search",
            "organization_id",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    first_name: Mapped[str]
    last_name: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str | None]
    phone: Mapped[str | None]
    """E.164, where the number could be understood."""
    phone_display: Mapped[str | None]
    """As it was typed."""
    birth_date: Mapped[date | None]
    sex: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default="active")
    status_before_archive: Mapped[str | None]
    archived_at: Mapped[datetime | None]
    trainer_member_id: Mapped[UUID]
    member_id: Mapped[UUID | None]
    access: Mapped[str] = mapped_column(server_default="none")
    """Whether the client can sign in; follows the membership by events, so that lists can filter by it."""
    time_zone: Mapped[str | None]
    goal: Mapped[str | None]
    notes: Mapped[str | None]
    health_note_encrypted: Mapped[str | None] = mapped_column(info=encrypted(place="clients.health_note"))
    sort_name: Mapped[str] = mapped_column(TEXT, Computed(_SORT_NAME, persisted=True))
    search_text: Mapped[str] = mapped_column(TEXT, Computed(_SEARCH_TEXT, persisted=True))
    """Starts with a space, so that ' jo' finds the beginning of any word."""
    withheld: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    """Classes of data that the client withholds from staff: see `policies.shared`."""


class ClientFacts(Tenant, Base):
    """Figures about a client (the row's id is theirs) that lists sort by; kept by higher domains' event handlers."""

    __tablename__ = "client_facts"
    __storage__ = REWRITTEN
    __table_args__ = (
        tenant_fk("clients", "id", on_delete="CASCADE"),
        CheckConstraint("adherence_28 BETWEEN 0 AND 1", name="adherence_28"),
        Index(
            "ix_client_facts_last_workout",
            "organization_id",
            text("coalesce(last_workout_on, '1900-01-01'::date)"),
            "id",
        ),
        Index(
            "ix_client_facts_adherence",
            "organization_id",
            text("coalesce(adherence_28, 2::double precision)"),
            "id",
        ),
    )

    last_workout_on: Mapped[date | None]
    week_done: Mapped[int] = mapped_column(server_default="0")
    week_planned: Mapped[int] = mapped_column(server_default="0")
    streak_weeks: Mapped[int] = mapped_column(server_default="0")
    adherence_28: Mapped[float | None] = mapped_column(DOUBLE_PRECISION)
    program_name: Mapped[str | None]
    program_ends_on: Mapped[date | None]
    next_workout_on: Mapped[date | None]
