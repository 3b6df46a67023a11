"""Transactions that stood in each other's way."""

from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError

_STATES = ("40001", "40P01")
"""Serialization failure and deadlock: the database undid this transaction whole, and it may be run again."""

ATTEMPTS = 3


class StartOver(Exception):
    """Raised by a service whose transaction holds locks with which it must not wait for others.

    It is undone and run again with `WriteSession.again` set: then the service takes its locks first, in their order.
    """


def lost_a_race(error: Exception) -> bool:
    """Whether the transaction was undone in favour of another one, or asks to be run again.

    A plan that the driver kept is out of date after a migration: it forgets it, and the next try makes a new one.
    """
    if isinstance(error, DBAPIError):
        outdated = isinstance(error.orig, AsyncAdapt_asyncpg_dbapi.InvalidCachedStatementError)
        return outdated or str(getattr(error.orig, "sqlstate", "") or "") in _STATES
    return isinstance(error, StartOver)
