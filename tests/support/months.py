"""Months of the outbox, and rows in them, for tests of how they age."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from backend.core.db import ageing
from backend.core.db.partitions import AHEAD, Month
from backend.core.ids import beside

TABLES = ("outbox_deliveries", "outbox_events")
THIS = Month.of(datetime.now(UTC))
OLD = THIS.plus(-3)
OURS, THEIRS = UUID(int=0xA), UUID(int=0xB)


async def start_anew(admin: asyncpg.Connection) -> None:
    """Give the outbox the months that a new installation has, and nothing in them. `admin` is a superuser's."""
    for table in TABLES:
        for row in await admin.fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ $1", f"^{table}_y"
        ):
            await admin.execute(f"DROP TABLE {row['relname']}")
        await admin.execute(f"TRUNCATE {table}")
        for offset in range(-1, AHEAD + 1):
            await admin.execute("SELECT make_partition($1, $2)", table, THIS.plus(offset).first_day)


def id_in(month: Month) -> UUID:
    """An id of a phone whose clock shows the middle of a month."""
    return beside(UUID(int=month.low.int + (15 * 86_400_000 << 80)))


async def put(
    admin: asyncpg.Connection, event_id: UUID, *, organization_id: UUID = OURS, state: str = "done", text: str = "x"
) -> UUID:
    """An event that was relayed, with a delivery."""
    await admin.execute(
        "INSERT INTO outbox_events (organization_id, id, name, version, occurred_at, payload, topics, relayed_at) "
        "VALUES ($1, $2, $3, 1, now(), '{\"a\": null}', '{a,\"b c\"}', now())",
        organization_id,
        event_id,
        text,
    )
    await admin.execute(
        "INSERT INTO outbox_deliveries (organization_id, id, event_id, handler, state) VALUES ($1, $2, $3, 'h', $4)",
        organization_id,
        beside(event_id),
        event_id,
        state,
    )
    return event_id


async def homes(admin: asyncpg.Connection, table: str = "outbox_events") -> dict[UUID, str]:
    """In which partition each row lies."""
    return {
        row["id"]: row["home"] for row in await admin.fetch(f"SELECT id, tableoid::regclass::text AS home FROM {table}")
    }


async def months(admin: asyncpg.Connection, table: str = "outbox_events") -> list[Month]:
    """The months of a table."""
    rows = await admin.fetch(
        "SELECT inhrelid::regclass::text AS n FROM pg_inherits WHERE inhparent = $1::regclass", table
    )
    return ageing.months_in(table, [row["n"] for row in rows])
