"""Organizations and who belongs to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, GlobalRow, Tenant, tenant_fk


class Organization(GlobalRow, Base):
    """The tenant: a studio, a gym or one trainer's business. Its id is every tenant row's organization_id."""

    __tablename__ = "organizations"
    __global_reason__ = "The tenant itself: its id is the tenant key."
    __table_args__ = (
        Index("uq_organizations_slug", "slug", unique=True),
        CheckConstraint("units IN ('metric', 'imperial')", name="units"),
        CheckConstraint("state IN ('active', 'suspended', 'deleting')", name="state"),
        CheckConstraint("(state = 'deleting') = (delete_after IS NOT NULL)", name="deleting"),
        CheckConstraint("idle_minutes BETWEEN 30 AND 43200", name="idle_minutes"),
        CheckConstraint("absolute_hours BETWEEN 1 AND 8760", name="absolute_hours"),
        CheckConstraint("brand_accent ~ '^#[0-9a-f]{6}$'", name="brand_accent"),
    )

    name: Mapped[str]
    slug: Mapped[str]
    time_zone: Mapped[str]
    units: Mapped[str] = mapped_column(server_default="metric")
    state: Mapped[str] = mapped_column(server_default="active")
    """Suspended: its people sign in and see why, and nothing else. Deleting: the same, until `delete_after`."""
    delete_after: Mapped[datetime | None]
    reminded_days: Mapped[int | None] = mapped_column(SmallInteger)
    """The last reminder of its deletion that the owners got, by how many days before the end it is due."""
    joinable: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether people may become clients by themselves, at /o/{slug}/join."""
    join_text: Mapped[str | None]
    brand_name: Mapped[str | None]
    brand_accent: Mapped[str | None]
    logo_key: Mapped[str | None]
    second_factor_required: Mapped[bool] = mapped_column(server_default=text("false"))
    """Of staff; they are asked to set one up at their next request."""
    idle_minutes: Mapped[int | None]
    """A sign-in that was not used for so long ends; None leaves it to the refresh token's lifetime."""
    absolute_hours: Mapped[int | None]
    """A sign-in ends so long after it began, used or not."""


class Role(Tenant, Base):
    """A role that an organization made for its staff. What it may do is `permissions`: scopes by permission."""

    __tablename__ = "roles"
    __table_args__ = (
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        Index("uq_roles_name", "organization_id", text("lower(name)"), unique=True),
    )

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    permissions: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Member(Tenant, Base):
    """A person's membership. An invited one has no user yet; it is there so that others can point at it."""

    __tablename__ = "members"
    __table_args__ = (
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        tenant_fk("roles", "role_id"),
        CheckConstraint(
            "role IN ('owner', 'admin', 'trainer', 'assistant', 'nutritionist', 'front_desk', 'client', 'custom')",
            name="role",
        ),
        CheckConstraint("(role = 'custom') = (role_id IS NOT NULL)", name="custom_role"),
        CheckConstraint("state IN ('invited', 'active', 'suspended', 'left')", name="state"),
        CheckConstraint("state = 'invited' OR user_id IS NOT NULL", name="user"),
        Index(
            "uq_members_user", "organization_id", "user_id", unique=True, postgresql_where=text("user_id IS NOT NULL")
        ),
        Index("ix_members_by_user", "user_id"),
        Index("ix_members_role_state", "organization_id", "role", "state"),
        Index("ix_members_role_id", "organization_id", "role_id", postgresql_where=text("role_id IS NOT NULL")),
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
    role_id: Mapped[UUID | None]
    """The organization's own role, where `role` is custom."""
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
    """The user who invites; PLATFORM where somebody asked for it themselves, at the organization's join page."""
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class OwnershipTransfer(Tenant, Base):
    """An owner's offer to hand the organization over. Nothing changes until the other accepts."""

    __tablename__ = "ownership_transfers"
    __table_args__ = (
        tenant_fk("members", "from_member_id", on_delete="CASCADE"),
        tenant_fk("members", "to_member_id", on_delete="CASCADE"),
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("from_member_id <> to_member_id", name="two_people"),
        Index("uq_ownership_transfers_open", "organization_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_ownership_transfers_from", "organization_id", "from_member_id"),
        Index("ix_ownership_transfers_to", "organization_id", "to_member_id"),
    )

    from_member_id: Mapped[UUID]
    to_member_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(server_default="open")
    expires_at: Mapped[datetime]


class ApiKey(Tenant, Base):
    """What an integrator's program signs in with. It acts for the member who made it, never beyond what they may."""

    __tablename__ = "api_keys"
    __table_args__ = (
        tenant_fk("members", "member_id", on_delete="CASCADE"),
        Index("ix_api_keys_member", "organization_id", "member_id"),
        CheckConstraint("(previous_hash IS NULL) = (previous_until IS NULL)", name="previous"),
        CheckConstraint("rate_limit BETWEEN 1 AND 10000", name="rate_limit"),
    )

    member_id: Mapped[UUID]
    name: Mapped[str]
    secret_hash: Mapped[bytes]
    previous_hash: Mapped[bytes | None]
    """The secret before the last rotation, which works until `previous_until`."""
    previous_until: Mapped[datetime | None]
    permissions: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Scopes by permission."""
    rate_limit: Mapped[int | None]
    """Requests a minute; None means the platform's own limit."""
    expires_at: Mapped[datetime | None]
    reminded_days: Mapped[int | None] = mapped_column(SmallInteger)
    """The last reminder of its end that its owner got, by how many days before the end it is due."""
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    last_address: Mapped[str | None]
