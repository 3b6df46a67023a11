"""Who may see which member."""

from sqlalchemy import ColumnElement, and_, true

from backend.core.access import Access, Scope
from backend.domains.organizations.models import Member


def visible_members(access: Access) -> ColumnElement[bool]:
    """Everybody of the organization, or oneself."""
    own = true() if access.scope is Scope.ALL else Member.id == access.member_id
    return and_(Member.organization_id == access.organization_id, own)
