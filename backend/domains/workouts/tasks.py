"""Work by the clock: figures that change because a day ended, not because somebody did something."""

from uuid import UUID

from backend.core.db.database import Database
from backend.domains.clients.repository import current_ids
from backend.domains.workouts.service import facts

CHUNK = 500


async def refresh_facts(database: Database, organization_id: UUID) -> int:
    """Bring week, streak and adherence of an organization's clients up to date; answers how many clients.

    Each chunk is a transaction of its own, so that nobody who trains waits for a long one.
    """
    async with database.read(organization_id) as read:
        ids = await current_ids(read)
    for start in range(0, len(ids), CHUNK):
        async with database.write(organization_id) as session:
            await facts.refresh(session, ids[start : start + CHUNK])
    return len(ids)
