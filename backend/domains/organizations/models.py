"""Organizations and who belongs to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, GlobalRow, Tenant, tenant_fk


class Organization(GlobalRow, Base):
    """The tenant: a studio, a gym or one trainer's business. Its id is every tenant row's organization_id."""

    __tablename__ = "organizations"
    __global_reason__ = "The tenant itself: its id is the tenant key."
    __table_args__ = (
        Index("uq_organizations_slug", "slug", unique=True),
        CheckConstraint("units IN ('metric', 'imperial')", name="units"),
    )

    name: Mapped[str]
    slug: Mapped[str]
    time_zone: Mapped[str]
    units: Mapped[str] = mapped_column(server_default="metric")


class Member(Tenant, Base):
    """A person's membership. An invited one has no user yet; it is there so that others can point at it."""

    __tablename__ = "members"
    __table_args__ = (
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        CheckConstraint("role IN ('owner', 'admin', 'trainer', 'client')", name="role"),
        CheckConstraint("state IN ('invited', 'active', 'suspended', 'left')", name="state"),
        CheckConstraint("state = 'invited' OR user_id IS NOT NULL", name="user"),
        Index(
            "uq_members_user", "organization_id", "user_id", unique=True, postgresql_where=text("user_id IS NOT NULL")
        ),
        Index("ix_members_by_user", "user_id"),
        Index("ix_members_role_state", "organization_id", "role", "state"),
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
    state: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None]
    joined_at: Mapped[datetime | None]
    photo_key: Mapped[str | None]
    """A copy of the user's, which row-level security shows to that person alone."""


class Invitation(Tenant, Base):
    """A mailed invitation to take up a membership. Single use, expiring, revocable."""

    __tablename__ = "invitations"
    __table_args__ = (
        tenant_fk("members", "member_id", on_delete="CASCADE"),
        Index("uq_invitations_hash", "token_hash", unique=True),
        Index("ix_invitations_member", "organization_id", "member_id"),
    )

    member_id: Mapped[UUID]
    email: Mapped[str]
    token_hash: Mapped[bytes]
    invited_by: Mapped[UUID]
    """The user who invites."""
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
