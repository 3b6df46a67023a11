"""Transactions that stood in each other's way."""

from sqlalchemy.exc import DBAPIError

_STATES = ("40001", "40P01")
"""Serialization failure and deadlock: the database undid this transaction whole, and it may be run again."""

ATTEMPTS = 3


def lost_a_race(error: DBAPIError) -> bool:
    """Whether the transaction was undone in favour of another one."""
    return str(getattr(error.orig, "sqlstate", "") or "") in _STATES
