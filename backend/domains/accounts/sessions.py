"""Sign-ins: refresh tokens that rotate at each use, with reuse found and the family ended.

A replaced token is honoured until its successor is first used, for `grace` at most: an answer that was lost on a bad
connection must not end a workout. Any later reuse means that someone else has the token. So does the use of two of its
successors: a browser keeps one of them, whichever answer came last, and goes on with that.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, update

from backend.core import clock
from backend.core.crypto import new_token, token_hash
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM, new_id
from backend.domains.accounts import repository, sign_ins
from backend.domains.accounts.errors import SessionEnded, WrongCsrfToken
from backend.domains.accounts.models import RefreshToken, UserSession


@dataclass(frozen=True, slots=True)
class Device:
    """What is kept of a browser, for the person to recognise it."""

    user_agent: str
    address: str
    refresh_token: str = ""
    """The cookie of the sign-in before, which the next one writes over."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in with the refresh token that the browser gets in its cookie."""

    user_id: UUID
    session_id: UUID
    organization_id: UUID
    refresh_token: str
    remembered: bool


def csrf_token(secret: str, session_id: UUID) -> str:
    """What a page must send beside the cookie: known to our own pages alone, fixed for a session."""
    return hmac.new(secret.encode(), f"csrf|{session_id}".encode(), hashlib.sha256).hexdigest()


async def start(
    session: WriteSession,
    user_id: UUID,
    organization_id: UUID,
    device: Device,
    *,
    methods: Sequence[str],
    remembered: bool,
    lifetime: timedelta,
) -> SignedIn:
    """Open a session for a person who has just proved by `methods` who they are.

    It takes the place of their session before in the same browser: nobody holds the token of that one any more.
    """
    session_id, token, until = new_id(), new_token(), clock.now() + lifetime
    await sign_ins.started(session, user_id, session_id, device.user_agent, device.address, methods)
    if device.refresh_token:
        before = await repository.own_session_by_hash(session, user_id, token_hash(device.refresh_token))
        if before is not None:
            await repository.revoke_sessions(session, user_id, "replaced", only=before)
    await session.execute(
        insert(UserSession).values(
            id=session_id,
            user_id=user_id,
            organization_id=organization_id,
            user_agent=device.user_agent[:300],
            address=device.address[:64],
            place=session.ports.country(device.address),
            remembered=remembered,
            methods=list(methods),
            expires_at=until,
        )
    )
    await repository.add_refresh_token(
        session, session_id=session_id, user_id=user_id, parent_id=None, token_hash=token_hash(token), until=until
    )
    return SignedIn(user_id, session_id, organization_id, token, remembered)


@dataclass(frozen=True, slots=True)
class _Copied:
    """A refresh token that was replaced is used again: two hold the sign-in."""

    user_id: UUID
    session_id: UUID
    user_agent: str


async def rotate(database: Database, token: str, csrf: str, secret: str, *, grace: timedelta) -> SignedIn:
    """Replace a refresh token. Raises `SessionEnded`; a reuse after its grace ends the family first, and is told."""
    async with database.system() as system:
        rotated = await _rotate(system, token, csrf, secret, grace)
    if isinstance(rotated, _Copied):
        async with database.write(PLATFORM, rotated.user_id) as session:
            await sign_ins.end_copied(session, rotated.user_id, rotated.session_id, rotated.user_agent)
        raise SessionEnded
    if rotated is None:
        raise SessionEnded
    return rotated


async def _rotate(
    system: WriteSession, token: str, csrf: str, secret: str, grace: timedelta
) -> SignedIn | _Copied | None:
    row = await repository.refresh_by_hash(system, token_hash(token))
    now = clock.now()
    if row is None or row["revoked_at"] is not None or min(row["expires_at"], row["session_expires_at"]) <= now:
        return None
    _check_csrf(csrf, secret, row["session_id"])
    replaced_at = row["replaced_at"]
    late = replaced_at is not None and (row["successor_used"] or now - replaced_at > grace)
    if late or row["twin_used"]:
        return _Copied(row["user_id"], row["session_id"], row["user_agent"])
    fresh = new_token()
    await system.execute(
        update(RefreshToken)
        .where(RefreshToken.id == row["id"])
        .values(replaced_at=replaced_at or now, first_used_at=now)
    )
    await repository.add_refresh_token(
        system,
        session_id=row["session_id"],
        user_id=row["user_id"],
        parent_id=row["id"],
        token_hash=token_hash(fresh),
        until=row["session_expires_at"],
    )
    await system.execute(update(UserSession).where(UserSession.id == row["session_id"]).values(last_used_at=now))
    return SignedIn(row["user_id"], row["session_id"], row["organization_id"], fresh, row["remembered"])


async def end(database: Database, token: str, csrf: str, secret: str) -> None:
    """Sign out. A token that is no longer known is signed out already."""
    async with database.system() as system:
        row = await repository.refresh_by_hash(system, token_hash(token))
    if row is None:
        return
    _check_csrf(csrf, secret, row["session_id"])
    async with database.write(PLATFORM, row["user_id"]) as session:
        await sign_ins.sign_out(session, row["user_id"], row["session_id"])


def _check_csrf(given: str, secret: str, session_id: UUID) -> None:
    # As bytes: the comparison refuses text beyond ASCII, and a header may hold any.
    if not hmac.compare_digest(given.encode(), csrf_token(secret, session_id).encode()):
        raise WrongCsrfToken
