"""Who asks, and how much of the organization they may touch."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from backend.core.errors import Forbidden
from backend.core.tokens import Claims


class Scope(StrEnum):
    """How far a permission reaches: one's own rows, those of clients assigned to one, or all."""

    OWN = "own"
    ASSIGNED = "assigned"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Access:
    """One person in one organization. `scope` is that of the permission the route asked for."""

    user_id: UUID
    session_id: UUID
    organization_id: UUID
    member_id: UUID
    role: str
    email_verified: bool
    permissions: Mapping[str, Scope]
    proved_at: datetime
    """When the person last proved who they are; a key never does."""
    scope: Scope = Scope.OWN
    role_id: UUID | None = None
    """The organization's own role, where `role` is custom."""
    held_back: type[Forbidden] | None = None
    """Why `permissions` are fewer than the role's, if they are: a suspended organization, a missing second factor."""
    key_id: UUID | None = None
    """The API key that asks in the person's place."""

    def to(self, permission: str) -> "Access | None":
        """The same access under another permission, or None where the role lacks it."""
        scope = self.permissions.get(permission)
        return None if scope is None else replace(self, scope=scope)

    def reaches_as(self, other: "Access") -> bool:
        """Whether both may see and do the same: an open page that was made for one serves the other."""
        return self.role == other.role and self.role_id == other.role_id and self.permissions == other.permissions


@dataclass(frozen=True, slots=True)
class KeyUse:
    """An API key that worked lately, for counting its requests. `rate_limit` is its own, a minute."""

    key_id: UUID
    organization_id: UUID
    rate_limit: int | None


class Authenticator(Protocol):
    """Answers whether a membership and its session still stand. Bound by the composition roots."""

    async def access(self, claims: Claims) -> Access:
        """Raises `Unauthenticated` when the session was ended or the membership is gone."""
        ...

    async def access_anew(self, claims: Claims) -> Access:
        """The same, whatever is remembered: for who is about to be refused, and may have proved something just now."""
        ...

    async def accesses(self, many: Collection[Claims]) -> dict[Claims, Access]:
        """The accesses that still stand, by their claims: one statement, of however many organizations they are."""
        ...

    async def viewed(self, access: Access, role: str) -> Access:
        """The access as somebody of this role would have it, never wider. Raises `Forbidden` and `NotFound`."""
        ...

    async def access_by_key(self, key: str, address: str) -> Access:
        """The access of an API key, used from `address`. Raises `Unauthenticated`."""
        ...

    def key_in_use(self, key: str) -> KeyUse | None:
        """The key, if this process found it to work a moment ago. Asks nobody."""
        ...

    def key_held_up(self, key: str, address: str) -> None:
        """A key was refused for the many requests of its address. Waits for nothing."""
        ...

    async def close(self) -> None:
        """Finish what is written beside requests, as the process ends."""
        ...
