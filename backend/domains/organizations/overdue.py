"""Sign-ins that their organization's rules have ended: unused for too long, or too old, though nobody ended them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.crypto import token_hash
from backend.core.db.database import Database
from backend.core.db.read import ReadSession
from backend.core.ids import PLATFORM
from backend.domains.accounts import repository as accounts
from backend.domains.accounts.errors import SessionEnded
from backend.domains.accounts.models import RefreshToken, UserSession
from backend.domains.organizations.models import Organization
from backend.domains.organizations.standing import session_ended

_RULED = (
    UserSession.id,
    UserSession.user_id,
    UserSession.created_at.label("signed_in_at"),
    UserSession.last_used_at,
    UserSession.expires_at,
    UserSession.revoked_at,
    Organization.idle_minutes,
    Organization.absolute_hours,
)
"""All that `session_ended` judges by."""


async def refuse(database: Database, token: str) -> None:
    """Raise `SessionEnded`, and end the sign-in, if the rules of its organization ended it before it was refreshed.

    `standing` says the same of its access tokens. Whether the token itself is good is another question.
    """
    async with database.system() as system:
        row = await system.first(
            select(*_RULED)
            .join(RefreshToken, RefreshToken.session_id == UserSession.id)
            .join(Organization, Organization.id == UserSession.organization_id)
            .where(RefreshToken.token_hash == token_hash(token))
        )
    if row is None or not session_ended(row, clock.now()):
        return
    async with database.write(PLATFORM, row["user_id"]) as session:
        await accounts.revoke_sessions(session, row["user_id"], "overdue", only=row["id"])
    raise SessionEnded


async def sign_ins_of(read: ReadSession, user_id: UUID) -> list[dict[str, Any]]:
    """The sign-ins of who asks that still stand, the last used one first; `ends_at` is when they do no more."""
    now = clock.now()
    rows = await read.all(
        select(
            *_RULED,
            UserSession.user_agent,
            UserSession.address,
            UserSession.place,
            UserSession.methods,
            UserSession.remembered,
            Organization.name.label("organization"),
        )
        .join(Organization, Organization.id == UserSession.organization_id)
        .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None), UserSession.expires_at > now)
        .order_by(UserSession.last_used_at.desc(), UserSession.id)
    )
    return [{**row, "ends_at": _ends_at(row)} for row in rows if not session_ended(row, now)]


def _ends_at(row: dict[str, Any]) -> datetime:
    if row["absolute_hours"] is None:
        return row["expires_at"]
    return min(row["expires_at"], row["signed_in_at"] + timedelta(hours=row["absolute_hours"]))
