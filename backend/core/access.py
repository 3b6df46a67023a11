"""Who asks, and how much of the organization they may touch."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol
from uuid import UUID

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
    scope: Scope = Scope.OWN

    def to(self, permission: str) -> "Access | None":
        """The same access under another permission, or None where the role lacks it."""
        scope = self.permissions.get(permission)
        return None if scope is None else replace(self, scope=scope)


class Authenticator(Protocol):
    """Answers whether a membership and its session still stand. Bound by the composition roots."""

    async def access(self, claims: Claims) -> Access:
        """Raises `Unauthenticated` when the session was ended or the membership is gone."""
        ...

    async def accesses(self, many: Collection[Claims]) -> dict[Claims, Access]:
        """The accesses that still stand, by their claims: one statement, of however many organizations they are."""
        ...
