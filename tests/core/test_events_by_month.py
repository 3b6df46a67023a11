"""The migration to months keeps every event and delivery, on the way up and on the way down."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

from backend.core.db.partitions import Month, partition_name
from backend.core.ids import new_id
from backend.local.services import DatabaseUrls, Services
from tests.conftest import alembic_config
from tests.support.months import OURS, THEIRS, homes, id_in, put

NAME = "events_by_month"
THIS = Month.of(datetime.now(UTC))


async def _migrate(urls: DatabaseUrls, how: Callable[[Config, str], None], revision: str) -> None:
    """Up or down to a revision, in a thread: Alembic starts an event loop of its own."""
    await asyncio.to_thread(how, alembic_config(urls.owner), revision)


async def _rows(admin: asyncpg.Connection) -> list[asyncpg.Record]:
    return await admin.fetch(
        "SELECT e.organization_id, e.id, name, occurred_at, payload, topics, relayed_at, e.created_at, "
        "d.id AS delivery_id, handler, state, attempts, available_at, lease_until, done_at FROM outbox_events e "
        "JOIN outbox_deliveries d ON d.organization_id = e.organization_id AND d.event_id = e.id ORDER BY e.id"
    )


@pytest.fixture
async def urls(services: Services) -> DatabaseUrls:
    """A database as it was before the months."""
    await services.drop_database(NAME)
    found = await services.create_database(NAME)
    await _migrate(found, command.upgrade, "0007")
    return found


async def test_nothing_is_lost_up_and_down(services: Services, urls: DatabaseUrls) -> None:
    admin: asyncpg.Connection = await asyncpg.connect(urls.admin)
    for organization_id in (OURS, THEIRS):
        for event_id in (new_id(), id_in(THIS.plus(-1)), id_in(THIS.plus(40)), UUID(int=organization_id.int)):
            await put(admin, event_id, organization_id=organization_id, state="open")
    before = await _rows(admin)
    await _migrate(urls, command.upgrade, "0008")
    assert await _rows(admin) == before
    places = set((await homes(admin)).values())
    assert places == {*(partition_name("outbox_events", THIS.plus(back)) for back in (0, -1)), "outbox_events_default"}

    await admin.execute("DELETE FROM outbox_events WHERE id = $1", OURS)  # as if its month had gone
    await _migrate(urls, command.downgrade, "0007")
    assert await _rows(admin) == [row for row in before if row["id"] != OURS]
    assert await admin.fetchval("SELECT count(*) FROM outbox_deliveries") == len(before) - 1
    await admin.close()
    await services.drop_database(NAME)
