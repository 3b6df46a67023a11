"""The delivery that drops kept answers again, for a process that died between its commit and telling the others."""

from backend.core.db.write import WriteSession
from backend.core.errors import Unavailable
from backend.core.events import Event, registered

DROP_CACHED = "core.outbox.drop_cached"
"""Delivered for every event that outdates something, whatever else handles it."""


@registered(DROP_CACHED)
async def drop_cached(session: WriteSession, event: Event) -> None:
    """Drop what the event outdates. Raises `Unavailable`, so that the delivery stays open, when that cannot be told."""
    if not await session.ports.drop_cached(event.outdates()):
        raise Unavailable("Kept answers could not be dropped.")
