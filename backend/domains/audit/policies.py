"""How much of the log one may read. Who reads it at all reads every deed: the permission knows no narrower scope."""

from backend.core.access import Access, Scope

PEOPLE = frozenset({"client"})
"""Kinds of subjects whose names are personal data of clients."""


def sees_people(access: Access) -> bool:
    """Whether personal values are shown: the log must not tell what clients are called to who may not see clients."""
    return access.permissions.get("clients:read") is Scope.ALL
