"""Whether the accesses of open sockets still stand."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from backend.core.access import Access, Authenticator, Scope
from backend.core.realtime.hub import Hub, Socket

log = structlog.get_logger(__name__)

RECHECK_SECONDS = 0.8
"""With what the authenticator remembers of a request, a change is everywhere within a second."""
MOST = 5_000
"""Of one statement."""


def topics_of(access: Access) -> frozenset[str]:
    """What this person may be told: everything of the organization, or what names them."""
    topics = {f"member:{access.member_id}"}
    if access.permissions.get("clients:read") is Scope.ALL:
        topics.add("staff:all")
        # Who sees clients, but not what they train, is not told either that they do, and when.
        if access.permissions.get("workouts:read") is Scope.ALL:
            topics.add("staff:training")
    return frozenset(topics)


async def watch(hub: Hub, authenticator: Authenticator) -> None:
    """End sockets within a second of the end or change of their access: they come back with the new one. Runs on.

    One statement a second for all of them: one of each socket's own was seen to leave no connection for anything else
    at a thousand tabs. While the database is away nothing changes, and the sockets stay.
    """
    while True:
        await asyncio.sleep(RECHECK_SECONDS)
        sockets = hub.sockets
        for begin in range(0, len(sockets), MOST):
            try:
                await _check(sockets[begin : begin + MOST], authenticator)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.warning("sockets.not_checked", error=type(error).__name__)


async def _check(sockets: list[Socket], authenticator: Authenticator) -> None:
    standing = await authenticator.accesses({socket.claims for socket in sockets})
    for socket in sockets:
        access = standing.get(socket.claims)
        if access is None or not access.reaches_as(socket.access):
            socket.ended.set()
