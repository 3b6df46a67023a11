"""People who can sign in. Global: one person may belong to several organizations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, GlobalRow
from backend.core.db.storage import GROWING_AND_CORRECTED, REWRITTEN


class User(GlobalRow, Base):
    """A person. `email` is stored lower-cased."""

    __tablename__ = "users"
    __global_reason__ = "A person may belong to several organizations."
    __table_args__ = (
        Index("uq_users_email", "email", unique=True),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("units IN ('metric', 'imperial')", name="units"),
        CheckConstraint("theme IN ('dark', 'light', 'system')", name="theme"),
    )

    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]
    email_verified_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    locale: Mapped[str] = mapped_column(server_default="en")
    units: Mapped[str] = mapped_column(server_default="metric")
    theme: Mapped[str] = mapped_column(server_default="system")
    photo_key: Mapped[str | None]


class UserSession(GlobalRow, Base):
    """One signed-in browser or device: the family of its refresh tokens."""

    __tablename__ = "user_sessions"
    __storage__ = REWRITTEN
    __global_reason__ = "A sign-in belongs to a person, who may switch organizations within it."
    __table_args__ = (Index("ix_user_sessions_user", "user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID]
    """The organization that this device looks at; not a tenant key."""
    user_agent: Mapped[str]
    address: Mapped[str]
    remembered: Mapped[bool]
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str | None]


class RefreshToken(GlobalRow, Base):
    """A refresh token, as a hash. Replaced at each use; `parent_id` is the token it replaced."""

    __tablename__ = "refresh_tokens"
    __storage__ = GROWING_AND_CORRECTED
    __global_reason__ = "Looked up by its hash before anyone is known."
    __table_args__ = (
        Index("uq_refresh_tokens_hash", "token_hash", unique=True),
        Index("ix_refresh_tokens_session", "session_id"),
        Index("ix_refresh_tokens_parent", "parent_id"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("user_sessions.id", ondelete="CASCADE"))
    user_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    token_hash: Mapped[bytes]
    expires_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    first_used_at: Mapped[datetime | None]


class AccountToken(GlobalRow, Base):
    """A single-use token that was mailed: to confirm an address or to set a new password."""

    __tablename__ = "account_tokens"
    __global_reason__ = "Looked up by its hash before anyone is known."
    __table_args__ = (
        Index("uq_account_tokens_hash", "token_hash", unique=True),
        Index("ix_account_tokens_user", "user_id", "kind"),
        CheckConstraint("kind IN ('verify_email', 'reset_password')", name="kind"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    token_hash: Mapped[bytes]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
