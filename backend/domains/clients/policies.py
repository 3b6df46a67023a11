"""Who may see or change which client."""

from collections.abc import Collection
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import TEXT, BindParameter, ColumnElement, all_, and_, bindparam, literal_column, true

from backend.core.access import Access, Scope
from backend.core.openings import DataClass
from backend.domains.clients.models import Client


def visible_clients(access: Access) -> ColumnElement[bool]:
    """One's own record, those of clients one trains, or all of the organization. Archived ones stay readable."""
    return _visible(access.scope, access.organization_id, access.member_id)


def visible_to(scope: Scope) -> ColumnElement[bool]:
    """The same for a statement that is prepared once; `looking` gives its parameters."""
    return _visible(scope, bindparam("access_organization_id"), bindparam("access_member_id"))


def looking(access: Access) -> dict[str, Any]:
    """The parameters of `visible_to`."""
    return {"access_organization_id": access.organization_id, "access_member_id": access.member_id}


def _visible(
    scope: Scope, organization_id: UUID | BindParameter[UUID], member_id: UUID | BindParameter[UUID]
) -> ColumnElement[bool]:
    return and_(Client.organization_id == organization_id, _reach(scope, member_id))


def _reach(scope: Scope, member_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    match scope:
        case Scope.OWN:
            return Client.member_id == member_id
        case Scope.ASSIGNED:
            return Client.trainer_member_id == member_id
        case Scope.ALL:
            return true()
        case _:
            assert_never(scope)


def shared(data_class: DataClass, scope: Scope) -> ColumnElement[bool]:
    """Clients who let staff see a class of their data. Whoever reads what is their own is not asked."""
    if scope is Scope.OWN:
        return true()
    return literal_column(f"'{data_class}'", TEXT) != all_(Client.withheld)


def may_hand_over(access: Access) -> bool:
    """Whether one may give a client to another trainer."""
    return access.scope is Scope.ALL


def sees_health(access: Access, trainer_member_id: UUID, withheld: Collection[str] = ()) -> bool:
    """Whether one may read and write the health note of a client of this trainer.

    A role may be kept from it, and so may everybody by the client, who withholds it.
    """
    return DataClass.HEALTH not in withheld and staff_reach(access, "clients:health", trainer_member_id)


def staff_reach(access: Access, permission: str, trainer_member_id: UUID) -> bool:
    """Whether a permission of somebody who works here reaches a client of this trainer."""
    match access.permissions.get(permission):
        case Scope.ALL:
            return True
        case Scope.ASSIGNED:
            return trainer_member_id == access.member_id
        case _:
            return False


_RESULTS: dict[str, tuple[str, object]] = {
    "last_workout_on": ("history:read", None),
    "week_done": ("adherence:read", 0),
    # Of so many planned, none done, would be read as a week without training.
    "week_planned": ("adherence:read", 0),
    "streak_weeks": ("adherence:read", 0),
    "adherence_28": ("adherence:read", None),
}
"""Figures of a client that tell how it went: the permission that shows each, and what stands there without it."""


def sees_all_results(access: Access) -> bool:
    """Whether one sees how it went for every client whom one sees at all."""
    return all(_reaches(access, permission) for permission, _ in _RESULTS.values())


def without_results(access: Access, client: dict[str, Any]) -> dict[str, Any]:
    """A client in the shape of `ClientRow`, without figures that one may not see of them."""
    trained_by_me = client["trainer"]["member_id"] == access.member_id
    hidden = {
        name: instead
        for name, (permission, instead) in _RESULTS.items()
        if not _reaches(access, permission)
        and not (trained_by_me and access.permissions.get(permission) is Scope.ASSIGNED)
    }
    return {**client, "facts": {**client["facts"], **hidden}}


def _reaches(access: Access, permission: str) -> bool:
    scope = access.permissions.get(permission)
    return scope is Scope.ALL or scope is access.scope


def sees_staff_notes(access: Access) -> bool:
    """A client reading their own record does not see what staff wrote about them."""
    return access.scope is not Scope.OWN
