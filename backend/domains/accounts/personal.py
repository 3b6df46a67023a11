"""A person's account: what their own export holds of it, and how it is erased.

The domain above asks, since it knows whether the account still belongs to another organization.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from backend.core import clock
from backend.core.audit import destroy_key
from backend.core.db.base import Base
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM
from backend.domains.accounts.models import (
    AccountToken,
    ExternalIdentity,
    Passkey,
    RecoveryCode,
    RefreshToken,
    SignInTicket,
    TotpFactor,
    User,
    UserSession,
)

TABLES = (
    "users",
    "user_sessions",
    "refresh_tokens",
    "account_tokens",
    "totp_factors",
    "recovery_codes",
    "passkeys",
    "external_identities",
    "sign_in_tickets",
)

_SHOWN: dict[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "sign_ins": (
        UserSession.created_at,
        UserSession.last_used_at,
        UserSession.user_agent,
        UserSession.address,
        UserSession.place,
        UserSession.methods,
        UserSession.revoked_at,
    ),
    "passkeys": (Passkey.name, Passkey.created_at, Passkey.last_used_at),
    "linked_accounts": (ExternalIdentity.provider, ExternalIdentity.email, ExternalIdentity.created_at),
}


async def exported(session: WriteSession, user_id: UUID) -> dict[str, object]:
    """The account without its secrets, and the photo. Leaves the session in its tenant."""
    organization_id, before = session.organization_id, session.user_id
    await session.switch_tenant(PLATFORM, user_id)
    user = await session.first(
        select(
            User.email,
            User.name,
            User.email_verified_at,
            User.time_zone,
            User.locale,
            User.units,
            User.theme,
            User.week_start,
            User.notifications,
            User.quiet_from,
            User.quiet_until,
            User.photo_key,
            User.created_at,
        ).where(User.id == user_id)
    )
    lists = {
        name: await session.all(select(*columns).where(columns[0].class_.user_id == user_id))
        for name, columns in _SHOWN.items()
    }
    await session.switch_tenant(organization_id, before)
    if user is None:
        return {}
    files: dict[str, object] = {}
    key = user.pop("photo_key")
    if key is not None and session.ports.storage is not None:
        files["photo.webp"] = b"".join([piece async for piece in session.ports.storage.open(key)])
    return {"account.json": {**user, **lists}, **files}


async def erase(session: WriteSession, user_id: UUID) -> None:
    """End the account: nobody can sign in, and nothing in it tells who it was. Leaves the session in its tenant.

    The row stays, without a person, since what was done in organizations points at it.
    """
    organization_id, before = session.organization_id, session.user_id
    await session.switch_tenant(PLATFORM, user_id)
    key = await session.scalar(select(User.photo_key).where(User.id == user_id))
    if key is not None and session.ports.storage is not None:
        await session.ports.storage.delete(key)
    secrets: tuple[type[Base], ...] = (TotpFactor, RecoveryCode, Passkey, ExternalIdentity, SignInTicket)
    for model in secrets:
        await session.execute(delete(model).where(model.__table__.c.user_id == user_id))
    now = clock.now()
    await session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id)
        .values(user_agent="", address="", place=None, revoked_at=now, revoke_reason="erased", expires_at=now)
    )
    await session.execute(update(RefreshToken).where(RefreshToken.user_id == user_id).values(expires_at=now))
    await session.execute(
        update(AccountToken).where(AccountToken.user_id == user_id).values(password_hash=None, expires_at=now)
    )
    await session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            email=f"{user_id}@erased.invalid",
            name="Erased",
            password_hash=None,
            email_verified_at=None,
            photo_key=None,
            notifications={},
            quiet_from=None,
            quiet_until=None,
            time_zone="UTC",
        )
    )
    await destroy_key(session, user_id)
    await session.switch_tenant(organization_id, before)
