"""Binds core's `Authenticator`: whether a session and a membership still stand, remembered for a moment."""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from backend.core import clock
from backend.core.access import Access, KeyUse, Scope
from backend.core.crypto import token_hash
from backend.core.db.database import Database
from backend.core.errors import Unauthenticated
from backend.core.tokens import Claims
from backend.domains.accounts.errors import SessionEnded
from backend.domains.accounts.factors import repository as factors
from backend.domains.accounts.factors.proofs import second_factors
from backend.domains.organizations import keys, repository
from backend.domains.organizations.key_failures import KeyFailures, Refused
from backend.domains.organizations.role_service import seen_as
from backend.domains.organizations.standing import held_back, permissions_of, session_ended

REMEMBERED_SECONDS = 0.8
"""A change of role, a sign-out or a suspension is in effect everywhere within a second of its commit."""

USE_NOTED_EVERY = timedelta(minutes=1)
"""How exact a key's last use is: a write for each request would cost more than the request."""

KEY_COUNTS_SECONDS = 60
"""How long after it worked a key's requests are counted as the key's, and not as those of anyone at its address."""

_LIMIT = 20_000

Standing: TypeAlias = tuple[UUID, UUID, UUID, UUID]
"""Session, user, organization, member: all that a token claims, since an answer holds for exactly these."""


class MembershipAuthenticator:
    """Asks the database once in `REMEMBERED_SECONDS` for each sign-in that is in use."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._failures = KeyFailures(database)
        self._known: dict[Standing, tuple[float, Access]] = {}
        self._under_way: dict[Standing, asyncio.Task[Access]] = {}
        self._keys: dict[bytes, tuple[float, Access, KeyUse]] = {}
        self._keys_under_way: dict[bytes, asyncio.Task[tuple[Access, KeyUse]]] = {}

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
        # Counted from before the question: an answer is never older than that.
        asked = time.monotonic()
        access = await asyncio.shield(task)
        if len(self._known) >= _LIMIT:
            self._known.clear()
        self._known[key] = (asked + REMEMBERED_SECONDS, access)
        return access

    async def access_anew(self, claims: Claims) -> Access:
        """The access of a valid token as it is this moment. Raises `SessionEnded`."""
        asked = time.monotonic()
        access = await self._load(claims)
        key = (claims.session_id, claims.user_id, claims.organization_id, claims.member_id)
        self._known[key] = (asked + REMEMBERED_SECONDS, access)
        return access

    async def accesses(self, many: Collection[Claims]) -> dict[Claims, Access]:
        """The accesses that still stand. Each moment for every open socket: so it is one statement."""
        asked = list(many)
        async with self._database.system() as system:
            rows = await repository.standings(system, asked)
        return {asked[row["place"] - 1]: _access(asked[row["place"] - 1], row) for row in rows if _stands(row)}

    async def viewed(self, access: Access, role: str) -> Access:
        """The access as somebody of this role would have it, never wider. Raises `Forbidden` and `NotFound`."""
        async with self._database.read(access.organization_id, access.user_id) as read:
            return await seen_as(read, access, role)

    async def access_by_key(self, key: str, address: str) -> Access:
        """The access of an API key. Raises `Unauthenticated`."""
        digest = token_hash(key)
        known = self._keys.get(digest)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        task = self._keys_under_way.get(digest)
        if task is None:
            task = asyncio.create_task(self._load_key(keys.read(key), address))
            self._keys_under_way[digest] = task
            task.add_done_callback(lambda _: self._keys_under_way.pop(digest, None))
        asked = time.monotonic()
        try:
            access, use = await asyncio.shield(task)
        except Unauthenticated:
            self._keys.pop(digest, None)
            raise
        if len(self._keys) >= _LIMIT:
            self._keys.clear()
        self._keys[digest] = (asked + REMEMBERED_SECONDS, access, use)
        return access

    def key_in_use(self, key: str) -> KeyUse | None:
        """The key, if it worked when it was last asked about here, `KEY_COUNTS_SECONDS` ago at most."""
        known = self._keys.get(token_hash(key))
        return known[2] if known is not None and known[0] + KEY_COUNTS_SECONDS > time.monotonic() else None

    def key_held_up(self, key: str, address: str) -> None:
        """Tell the organization that a key which worked lately was refused for the many requests of its address."""
        known = self._keys.get(token_hash(key))
        if known is not None:
            use, user_id = known[2], known[1].user_id
            self._failures.note(Refused(use.organization_id, use.key_id, user_id, "address_limited"), address)

    async def close(self) -> None:
        """Finish what is written beside requests."""
        await self._failures.close()

    async def _load_key(self, written: keys.Written, address: str) -> tuple[Access, KeyUse]:
        async with self._database.read(written.organization_id) as read:
            row = await repository.key_standing(read, written.key_id)
        now = clock.now()
        reason = None if row is None else keys.refusal(row, written.secret, now)
        if row is None or reason is not None:
            if row is not None and reason is not None and row["user_id"] is not None:
                self._failures.note(Refused(written.organization_id, written.key_id, row["user_id"], reason), address)
            raise Unauthenticated("This API key does not work (any more).")
        if row["last_used_at"] is None or row["last_used_at"] + USE_NOTED_EVERY < now:
            async with self._database.write(written.organization_id) as session:
                await repository.note_key_use(session, written.key_id, now, address)
        why = held_back({**row, "methods": await self._factors(written.organization_id, row)})
        allowed = keys.narrowed(row["key_permissions"], permissions_of(row["role"], row["permissions"]))
        access = Access(
            user_id=row["user_id"],
            session_id=written.key_id,
            organization_id=written.organization_id,
            member_id=row["member_id"],
            role=row["role"],
            role_id=row["role_id"],
            email_verified=True,
            permissions=allowed if why is None else MappingProxyType({}),
            proved_at=row["created_at"],
            held_back=why,
            key_id=written.key_id,
        )
        return access, KeyUse(written.key_id, written.organization_id, row["rate_limit"])

    async def _factors(self, organization_id: UUID, row: Mapping[str, Any]) -> Sequence[str]:
        """The second factors that a key's person has; asked for where their organization wants one."""
        if not row["second_factor_required"]:
            return ()
        async with self._database.read(organization_id, row["user_id"]) as read:
            return second_factors(await factors.standing(read, row["user_id"]))

    async def _load(self, claims: Claims) -> Access:
        async with self._database.read(claims.organization_id, claims.user_id) as read:
            row = await repository.standing(read, claims.user_id, claims.member_id, claims.session_id)
        if row is None or not _stands(row):
            raise SessionEnded
        return _access(claims, row)


def _stands(row: Mapping[str, Any]) -> bool:
    return row["member_state"] == "active" and not session_ended(row, clock.now())


def _access(claims: Claims, row: Mapping[str, Any]) -> Access:
    why = held_back(row)
    permissions: Mapping[str, Scope] = permissions_of(row["role"], row["permissions"])
    if why is not None:
        permissions = MappingProxyType({name: permissions[name] for name in why.leaves if name in permissions})
    return Access(
        user_id=claims.user_id,
        session_id=claims.session_id,
        organization_id=claims.organization_id,
        member_id=claims.member_id,
        role=row["role"],
        role_id=row["role_id"],
        email_verified=row["email_verified_at"] is not None,
        permissions=permissions,
        proved_at=row["proved_at"],
        held_back=why,
    )
