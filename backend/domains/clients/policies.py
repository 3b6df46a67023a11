"""Who may see or change which client."""

from typing import assert_never

from sqlalchemy import ColumnElement, and_, true

from backend.core.access import Access, Scope
from backend.domains.clients.models import Client


def visible_clients(access: Access) -> ColumnElement[bool]:
    """One's own record, those of clients one trains, or all of the organization. Archived ones stay readable."""
    return and_(Client.organization_id == access.organization_id, _reach(access))


def _reach(access: Access) -> ColumnElement[bool]:
    match access.scope:
        case Scope.OWN:
            return Client.member_id == access.member_id
        case Scope.ASSIGNED:
            return Client.trainer_member_id == access.member_id
        case Scope.ALL:
            return true()
        case _:
            assert_never(access.scope)


def may_hand_over(access: Access) -> bool:
    """Whether one may give a client to another trainer."""
    return access.scope is Scope.ALL


def sees_staff_notes(access: Access) -> bool:
    """A client reading their own record does not see what staff wrote about them."""
    return access.scope is not Scope.OWN
