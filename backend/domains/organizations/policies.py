"""Who may see which member."""

from sqlalchemy import ColumnElement, and_, or_, true

from backend.core.access import Access, Scope
from backend.domains.organizations.models import ApiKey, Member
from backend.domains.organizations.roles import STAFF_ROLES


def visible_members(access: Access) -> ColumnElement[bool]:
    """Everybody of the organization, or oneself."""
    own = true() if access.scope is Scope.ALL else Member.id == access.member_id
    return and_(Member.organization_id == access.organization_id, own)


def visible_photos(access: Access) -> ColumnElement[bool]:
    """Staff see everybody's photo, a client sees those of the staff and their own."""
    here = Member.organization_id == access.organization_id
    if "members:read" in access.permissions:
        return here
    return and_(here, or_(Member.role.in_(sorted(STAFF_ROLES)), Member.id == access.member_id))


def visible_keys(access: Access) -> ColumnElement[bool]:
    """Everybody's API keys, or those that act for oneself."""
    own = true() if access.scope is Scope.ALL else ApiKey.member_id == access.member_id
    return and_(ApiKey.organization_id == access.organization_id, own)
