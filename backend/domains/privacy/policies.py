"""Which clients one may ask for, and what an export for them holds."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from backend.core.access import Access
from backend.core.openings import DataClass
from backend.domains.clients.models import Client
from backend.domains.clients.policies import staff_reach, visible_clients

_SHOWS = {
    DataClass.HEALTH: "clients:health",
    DataClass.PLAN: "programs:read",
    DataClass.TRAINING: "history:read",
}
"""What shows each class to staff elsewhere: an export shows no more."""


def oneself(access: Access) -> ColumnElement[bool]:
    """The client that one is."""
    return and_(Client.organization_id == access.organization_id, Client.member_id == access.member_id)


def reached(access: Access, client_id: UUID) -> ColumnElement[bool]:
    """A client within reach of the permission."""
    return and_(visible_clients(access), Client.id == client_id)


def left_out(access: Access, trainer_member_id: UUID, withheld: Collection[str]) -> frozenset[str]:
    """What an export for staff does not hold: classes that the client withholds, or the role does not see."""
    unseen = {
        name.value for name, permission in _SHOWS.items() if not staff_reach(access, permission, trainer_member_id)
    }
    return frozenset(unseen | set(withheld))
