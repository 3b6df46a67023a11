"""Binds core's `Authenticator`: whether a session and a membership still stand, remembered for a second."""

import asyncio
import time
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.db.database import Database
from backend.core.tokens import Claims
from backend.domains.accounts.errors import SessionEnded
from backend.domains.organizations import repository
from backend.domains.organizations.permissions import ROLES

REMEMBERED_SECONDS = 1.0
_LIMIT = 20_000

Standing: TypeAlias = tuple[UUID, UUID, UUID, UUID]
"""Session, user, organization, member: all that a token claims, since an answer holds for exactly these."""


class MembershipAuthenticator:
    """A change of role, a sign-out or a suspension takes effect everywhere within `REMEMBERED_SECONDS`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Standing, tuple[float, Access]] = {}
        self._under_way: dict[Standing, asyncio.Task[Access]] = {}

    async def access(self, claims: Claims) -> Access:
        """The access of a valid token. Raises `SessionEnded`."""
        key = (claims.session_id, claims.user_id, claims.organization_id, claims.member_id)
        known = self._known.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._load(claims))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        access = await asyncio.shield(task)
        if len(self._known) >= _LIMIT:
            self._known.clear()
        self._known[key] = (time.monotonic() + REMEMBERED_SECONDS, access)
        return access

    async def accesses(self, many: Collection[Claims]) -> dict[Claims, Access]:
        """The accesses that still stand. Each second for every open socket: so it is one statement."""
        asked = list(many)
        async with self._database.system() as system:
            rows = await repository.standings(system, asked)
        return {asked[row["place"] - 1]: _access(asked[row["place"] - 1], row) for row in rows if _stands(row)}

    async def _load(self, claims: Claims) -> Access:
        async with self._database.read(claims.organization_id, claims.user_id) as read:
            row = await repository.standing(read, claims.user_id, claims.member_id, claims.session_id)
        if row is None or not _stands(row):
            raise SessionEnded
        return _access(claims, row)


def _stands(row: Mapping[str, Any]) -> bool:
    return row["state"] == "active" and row["revoked_at"] is None and row["expires_at"] > clock.now()


def _access(claims: Claims, row: Mapping[str, Any]) -> Access:
    permissions: dict[str, Scope] = dict(ROLES[row["role"]])
    return Access(
        user_id=claims.user_id,
        session_id=claims.session_id,
        organization_id=claims.organization_id,
        member_id=claims.member_id,
        role=row["role"],
        email_verified=row["email_verified_at"] is not None,
        permissions=permissions,
    )
