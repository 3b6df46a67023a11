"""What is planned for a client, day by day."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.errors import NotFound
from backend.domains.training.repository import clients, workouts
from backend.domains.training.service.programs import check_span, with_missed

MAX_DAYS = 62


async def of_client(
    read: ReadSession, access: Access, client_id: UUID, from_date: date, to_date: date
) -> dict[str, Any]:
    """A `Calendar`. Raises `NotFound` and `Invalid`."""
    check_span(from_date, to_date, MAX_DAYS)
    client = await clients.one(read, access, client_id)
    if client is None:
        raise NotFound
    today = clock.today(client["zone"])
    rows = await workouts.of_client(read, client_id, from_date, to_date)
    return {"from": from_date, "to": to_date, "today": today, "items": [with_missed(row, today) for row in rows]}
