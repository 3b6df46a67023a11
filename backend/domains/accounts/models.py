"""People who can sign in. Global: one person may belong to several organizations."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import TEXT, BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, GlobalRow
from backend.core.db.encrypted import encrypted
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
        CheckConstraint("week_start IN (1, 6, 7)", name="week_start"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours"),
    )

    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]
    email_verified_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    locale: Mapped[str] = mapped_column(server_default="en")
    units: Mapped[str] = mapped_column(server_default="metric")
    theme: Mapped[str] = mapped_column(server_default="system")
    week_start: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    """ISO day of the week that calendars begin with: Monday, Saturday or Sunday."""
    notifications: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    """Channels by kind of notification, where the person chose others than the kind's own."""
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    """Nothing but security mails between these, on the person's own clock."""
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
    place: Mapped[str | None]
    """The country of the address, as ISO 3166-1 alpha-2, where it is known."""
    remembered: Mapped[bool]
    methods: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{password}'"))
    """How the person proved who they are at the sign-in: password, totp, recovery_code, passkey, google, facebook."""
    proved_at: Mapped[datetime] = mapped_column(server_default=func.now())
    """When they last proved it, at the sign-in or before something that asks for it again."""
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
    password_hash: Mapped[str | None]
    """Of the sign-up that the link confirms: it becomes the account's with it."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TotpFactor(GlobalRow, Base):
    """A person's authenticator app. Unconfirmed until a first code from it was right."""

    __tablename__ = "totp_factors"
    __global_reason__ = "A second factor belongs to a person, in whatever organization."
    __table_args__ = (Index("uq_totp_factors_user", "user_id", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    secret: Mapped[str] = mapped_column(info=encrypted())
    """Encrypted, bound to this row."""
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """The 30-second step of the last code that was taken: none of it or before is taken again."""


class RecoveryCode(GlobalRow, Base):
    """One of ten codes for a person who lost the second factor, as a hash. Works once."""

    __tablename__ = "recovery_codes"
    __global_reason__ = "A second factor belongs to a person, in whatever organization."
    __table_args__ = (Index("uq_recovery_codes_user_hash", "user_id", "code_hash", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]


class Passkey(GlobalRow, Base):
    """A WebAuthn credential: a sign-in without a password, and a second factor."""

    __tablename__ = "passkeys"
    __global_reason__ = "Looked up by the credential's id before anyone is known."
    __table_args__ = (
        Index("uq_passkeys_credential", "credential_id", unique=True),
        Index("ix_passkeys_user", "user_id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    backed_up: Mapped[bool]
    """The authenticator keeps it in a cloud, so that it outlives the device."""
    last_used_at: Mapped[datetime | None]


class ExternalIdentity(GlobalRow, Base):
    """A person's account at Google or Facebook, by the provider's own name for it (`sub`), never by its address."""

    __tablename__ = "external_identities"
    __global_reason__ = "Looked up by the provider's subject before anyone is known."
    __table_args__ = (
        Index("uq_external_identities_subject", "provider", "subject", unique=True),
        Index("uq_external_identities_user", "user_id", "provider", unique=True),
        CheckConstraint("provider IN ('google', 'facebook')", name="provider"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    provider: Mapped[str]
    subject: Mapped[str]
    email: Mapped[str | None]
    """As the provider last gave it, for the person to recognise the account."""
    last_used_at: Mapped[datetime | None]


class SignInTicket(GlobalRow, Base):
    """A step between two requests of one sign-in or proof: what was asked, and of whom. Works once, for minutes."""

    __tablename__ = "sign_in_tickets"
    __global_reason__ = "Looked up by its hash before anyone is known."
    __table_args__ = (
        Index("uq_sign_in_tickets_hash", "token_hash", unique=True),
        Index("ix_sign_in_tickets_expiry", "expires_at"),
        Index("ix_sign_in_tickets_user", "user_id"),
        CheckConstraint(
            "kind IN ('second_factor', 'passkey_sign_in', 'passkey_registration', 'passkey_proof', 'external')",
            name="kind",
        ),
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    token_hash: Mapped[bytes]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    """Challenge, state, nonce, what was proved before. No secrets but the encrypted ones."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(SmallInteger, server_default="0")
