"""How far the outbox is behind, over all organizations: asked by each worker every few seconds."""

from typing import NamedTuple

from sqlalchemy import text

from backend.core.db.database import Database

# Each part reads an index of rows that wait, so it costs the same however long the history is.
BACKLOG = text(
    """
    SELECT
        coalesce((SELECT extract(epoch FROM now() - occurred_at) FROM outbox_events
                  WHERE relayed_at IS NULL ORDER BY id LIMIT 1), 0) AS oldest_event,
        coalesce((SELECT extract(epoch FROM now() - min(available_at)) FROM outbox_deliveries
                  WHERE state = 'open' AND available_at <= now()), 0) AS oldest_delivery,
        (SELECT count(*) FROM outbox_deliveries WHERE state = 'open') AS open,
        (SELECT count(*) FROM outbox_deliveries WHERE state = 'failed') AS failed
    """
)


class Backlog(NamedTuple):
    """Ages in seconds, 0 for none: of the oldest event that waits for the relay, and how long the oldest open delivery
    is overdue. Deliveries that are open, and that were given up.
    """

    oldest_event: float
    oldest_delivery: float
    open: int
    failed: int

    @property
    def lag(self) -> float:
        """How many seconds behind the outbox is."""
        return max(self.oldest_event, self.oldest_delivery)


async def backlog(database: Database) -> Backlog:
    """What waits now."""
    async with database.system() as session:
        found = (await session.all(BACKLOG))[0]
    # An app's clock may run a little ahead of the database's.
    ages = (max(0.0, float(found[name])) for name in ("oldest_event", "oldest_delivery"))
    return Backlog(*ages, open=found["open"], failed=found["failed"])
