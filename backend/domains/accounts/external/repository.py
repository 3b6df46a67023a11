"""Queries about accounts elsewhere."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, insert, select, update

from backend.core import clock
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.domains.accounts.models import ExternalIdentity, Passkey, User, UserSession


async def user_of(system: WriteSession, provider: str, subject: str) -> UUID | None:
    """Under the system role: whose account an identity belongs to."""
    return await system.scalar(
        select(ExternalIdentity.user_id).where(
            ExternalIdentity.provider == provider, ExternalIdentity.subject == subject
        )
    )


async def linked(session: ReadSession | WriteSession, user_id: UUID) -> Sequence[dict[str, Any]]:
    """The accounts elsewhere of a person, by provider."""
    return await session.all(
        select(
            ExternalIdentity.provider,
            ExternalIdentity.email,
            ExternalIdentity.created_at,
            ExternalIdentity.last_used_at,
        )
        .where(ExternalIdentity.user_id == user_id)
        .order_by(ExternalIdentity.provider)
    )


async def add(session: WriteSession, user_id: UUID, provider: str, subject: str, email: str | None) -> None:
    """Link an identity. A unique index refuses one that is linked, and a second of one provider."""
    await session.execute(
        insert(ExternalIdentity).values(
            id=new_id(), user_id=user_id, provider=provider, subject=subject, email=email, last_used_at=clock.now()
        )
    )


async def note_use(session: WriteSession, user_id: UUID, provider: str, email: str | None) -> None:
    """Keep when an identity was used, and the address that it has now."""
    await session.execute(
        update(ExternalIdentity)
        .where(ExternalIdentity.user_id == user_id, ExternalIdentity.provider == provider)
        .values(last_used_at=clock.now(), email=email)
    )


async def remove(session: WriteSession, user_id: UUID, provider: str) -> bool:
    """Unlink; answers whether there was anything to."""
    found = await session.execute(
        delete(ExternalIdentity)
        .where(ExternalIdentity.user_id == user_id, ExternalIdentity.provider == provider)
        .returning(ExternalIdentity.id)
    )
    return found.first() is not None


async def sign_in_stands(session: WriteSession, session_id: UUID) -> bool:
    """Whether a sign-in of who asks was not ended; it cannot be until this transaction is over."""
    found = await session.scalar(
        select(UserSession.id)
        .where(
            UserSession.id == session_id,
            UserSession.user_id == session.user_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > clock.now(),
        )
        .with_for_update()
    )
    return found is not None


async def ways_in(session: WriteSession, user_id: UUID) -> dict[str, Any]:
    """Whether the person has a password and a passkey; their row is kept from others until the transaction ends."""
    row = await session.first(
        select(
            User.password_hash.isnot(None).label("password"),
            exists().where(Passkey.user_id == user_id).label("passkey"),
        )
        .where(User.id == user_id)
        .with_for_update(of=User)
    )
    return row or {"password": False, "passkey": False}
