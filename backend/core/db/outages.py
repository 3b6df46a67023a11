"""A database server that is away for a while."""

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_STATES = ("08", "57", "53")
"""Classes of errors that say so: connection exception, operator intervention, insufficient resources."""


def is_away(error: BaseException) -> bool:
    """Whether the server, or a connection to it, is away: the same may work a moment later."""
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeout, OSError, asyncpg.InterfaceError)):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _says_so(error.orig)
    return isinstance(error, asyncpg.PostgresError) and _says_so(error)


def _says_so(error: BaseException | None) -> bool:
    return str(getattr(error, "sqlstate", "") or "").startswith(_STATES)
