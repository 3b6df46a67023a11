"""Queries about accounts. Those before anyone is known run under the system role and are listed as such."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, insert, select, update

from backend.core import clock
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.accounts.models import AccountToken, RefreshToken, User, UserSession

_USER = (
    User.id,
    User.email,
    User.name,
    User.password_hash,
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
)


async def user_by_email(system: WriteSession, email: str) -> dict[str, Any] | None:
    """Under the system role: sign-in, sign-up and reset start from an address."""
    return await system.first(select(*_USER).where(User.email == email.lower()))


async def user_by_id(session: WriteSession | ReadSession, user_id: UUID) -> dict[str, Any] | None:
    return await session.first(select(*_USER).where(User.id == user_id))


async def token_by_hash(system: WriteSession, kind: str, token_hash: bytes) -> dict[str, Any] | None:
    """Under the system role, locked: a token that can still be used."""
    return await system.first(
        select(AccountToken.id, AccountToken.user_id, AccountToken.password_hash)
        .where(
            AccountToken.kind == kind,
            AccountToken.token_hash == token_hash,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > clock.now(),
        )
        .with_for_update()
    )


async def pending_password(system: WriteSession, user_id: UUID | None) -> str | None:
    """Under the system role: the hash of the newest sign-up with an address that nobody confirmed since.

    Its link may have run out: then another can be asked for.
    """
    return await system.scalar(
        select(AccountToken.password_hash)
        .where(
            AccountToken.user_id == user_id,
            AccountToken.kind == "verify_email",
            AccountToken.password_hash.is_not(None),
        )
        .order_by(AccountToken.id.desc())
        .limit(1)
    )


async def other_sign_up(session: WriteSession, user_id: UUID, password_hash: str | None) -> bool:
    """Whether somebody signed up with the address and another password, however long ago, and nobody confirmed since.

    Until this transaction ends, nobody else confirms the address.
    """
    await session.execute(select(User.id).where(User.id == user_id).with_for_update())
    found = await session.scalar(
        select(AccountToken.id)
        .where(
            AccountToken.user_id == user_id,
            AccountToken.kind == "verify_email",
            AccountToken.password_hash.is_not(None),
            AccountToken.password_hash.is_distinct_from(password_hash),
        )
        .limit(1)
    )
    return found is not None


async def spend_token(session: WriteSession, token_id: UUID) -> bool:
    """Use one token up. False when somebody else has just done so."""
    spent = await session.scalar(
        update(AccountToken)
        .where(AccountToken.id == token_id, AccountToken.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(AccountToken.id)
    )
    return spent is not None


async def spend_tokens(session: WriteSession, user_id: UUID, kind: str) -> None:
    """Make every open token of a kind unusable."""
    await session.execute(
        update(AccountToken)
        .where(AccountToken.user_id == user_id, AccountToken.kind == kind, AccountToken.used_at.is_(None))
        .values(used_at=clock.now())
    )


async def refresh_by_hash(system: WriteSession, token_hash: bytes) -> dict[str, Any] | None:
    """Under the system role: a refresh token with its session, which stays locked until the end.

    The lock comes in a statement of its own: one that waits inside a join goes on to read the token as it was before.
    """
    of_token = select(RefreshToken.session_id).where(RefreshToken.token_hash == token_hash).scalar_subquery()
    await system.execute(select(UserSession.id).where(UserSession.id == of_token).with_for_update())
    child = RefreshToken.__table__.alias("child")
    successor_used = exists(
        select(child.c.id).where(child.c.parent_id == RefreshToken.id, child.c.first_used_at.is_not(None))
    )
    twin = RefreshToken.__table__.alias("twin")
    twin_used = exists(
        select(twin.c.id).where(
            twin.c.parent_id == RefreshToken.parent_id, twin.c.id != RefreshToken.id, twin.c.first_used_at.is_not(None)
        )
    )
    return await system.first(
        select(
            RefreshToken.id,
            RefreshToken.session_id,
            RefreshToken.user_id,
            RefreshToken.expires_at,
            RefreshToken.replaced_at,
            successor_used.label("successor_used"),
            twin_used.label("twin_used"),
            UserSession.organization_id,
            UserSession.remembered,
            UserSession.revoked_at,
            UserSession.user_agent,
            UserSession.expires_at.label("session_expires_at"),
        )
        .join(UserSession, UserSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == token_hash)
    )


async def own_session_by_hash(session: WriteSession, user_id: UUID, token_hash: bytes) -> UUID | None:
    """The session of a refresh token, used or not, if it is this person's. The session must be that of `user_id`."""
    return await session.scalar(
        select(RefreshToken.session_id).where(RefreshToken.token_hash == token_hash, RefreshToken.user_id == user_id)
    )


async def user_agents_since(session: WriteSession, user_id: UUID, since: datetime) -> list[str]:
    """How the browsers call themselves that a person signed in with lately."""
    rows = await session.all(
        select(UserSession.user_agent).where(UserSession.user_id == user_id, UserSession.created_at > since).distinct()
    )
    return [row["user_agent"] for row in rows]


async def add_refresh_token(
    session: WriteSession,
    *,
    session_id: UUID,
    user_id: UUID,
    parent_id: UUID | None,
    token_hash: bytes,
    until: datetime,
) -> None:
    await session.execute(
        insert(RefreshToken).values(
            session_id=session_id, user_id=user_id, parent_id=parent_id, token_hash=token_hash, expires_at=until
        )
    )


async def forget_sign_ups(session: WriteSession, user_id: UUID) -> None:
    """The address is confirmed: no other sign-up with it can be any more."""
    await session.execute(
        update(AccountToken)
        .where(AccountToken.user_id == user_id, AccountToken.kind == "verify_email")
        .values(used_at=func.coalesce(AccountToken.used_at, clock.now()), password_hash=None)
    )


async def revoke_sessions(
    session: WriteSession, user_id: UUID, reason: str, *, only: UUID | None = None, but: UUID | None = None
) -> list[UUID]:
    """End one session, or all, or all but one; answers those that were open until now."""
    statement = update(UserSession).where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
    if only is not None:
        statement = statement.where(UserSession.id == only)
    if but is not None:
        statement = statement.where(UserSession.id != but)
    rows = await session.all(statement.values(revoked_at=clock.now(), revoke_reason=reason).returning(UserSession.id))
    return [row["id"] for row in rows]
