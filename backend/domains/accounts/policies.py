"""Who may see which account: one's own alone. Row-level security says the same by `stoke.user_id`."""

from sqlalchemy import ColumnElement

from backend.core.access import Access
from backend.domains.accounts.models import User


def own_user(access: Access) -> ColumnElement[bool]:
    """The condition for the row of the person who asks."""
    return User.id == access.user_id
