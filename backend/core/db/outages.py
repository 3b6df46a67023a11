"""A database server that is away for a while."""

import ssl

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_STATES = ("08", "57", "53")
"""Classes of errors that say so: connection exception, operator intervention, insufficient resources."""
_COMING = ("08000", "08001", "08003", "08006", "57P", "53")
"""The same without what is wrong for good. 08P01 is what PgBouncer says of a role or database that is not there."""


def is_away(error: BaseException) -> bool:
    """Whether the server, or a connection to it, is away: the same may work a moment later."""
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeout, OSError, asyncpg.InterfaceError)):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _says_so(error.orig)
    return isinstance(error, asyncpg.PostgresError) and _says_so(error)


def may_come(error: BaseException) -> bool:
    """Whether a server that could not be reached may be there later: not so where the settings are wrong.

    Narrower than `is_away`: a wrong address of a certificate or a TLS that the server does not speak stays wrong.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(cause, ssl.SSLError) or type(cause) is ConnectionError:
        return False
    # The socket's file comes with the server.
    return isinstance(cause, OSError) or str(getattr(cause, "sqlstate", "") or "").startswith(_COMING)


def _says_so(error: BaseException | None) -> bool:
    return str(getattr(error, "sqlstate", "") or "").startswith(_STATES)
