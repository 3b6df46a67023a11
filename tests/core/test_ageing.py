"""Months come and go: made ahead, dropped when past, whatever clocks and workers do."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.core.clock import at
from backend.core.db import ageing
from backend.core.db.base import Base
from backend.core.db.partitions import AHEAD, partition_name
from backend.core.ids import new_id
from tests.support.months import OLD, OURS, TABLES, THEIRS, THIS, homes, id_in, months, put, start_anew
from tests.support.stoke import Stoke


@pytest.fixture
async def clean(stoke: Stoke) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection to an empty outbox."""
    admin: asyncpg.Connection = await asyncpg.connect(stoke.urls.admin)
    await start_anew(admin)
    yield admin
    await admin.close()


async def test_the_database_and_the_app_agree_where_a_month_begins(clean: asyncpg.Connection) -> None:
    for offset in range(-80, 40):
        month = THIS.plus(offset)
        assert await clean.fetchval("SELECT partition_low($1)", month.first_day) == month.low
        assert await clean.fetchval("SELECT partition_name('t', $1)", month.first_day) == partition_name("t", month)


async def test_months_are_there_ahead_and_a_round_makes_what_is_missing(
    stoke: Stoke, clean: asyncpg.Connection
) -> None:
    for offset in range(1, AHEAD + 1):
        await clean.execute(f"DROP TABLE {partition_name('outbox_events', THIS.plus(offset))}")
    await ageing.look_after(stoke.runtime.database)
    for table in TABLES:
        assert await months(clean, table) == [THIS.plus(offset) for offset in range(-1, AHEAD + 1)]
    await ageing.look_after(stoke.runtime.database)


async def test_a_deployment_makes_the_months_too(stoke: Stoke, clean: asyncpg.Connection) -> None:
    await clean.execute(f"DROP TABLE {partition_name('outbox_deliveries', THIS.plus(AHEAD))}")
    await ageing.make_ahead(stoke.urls.owner)
    assert THIS.plus(AHEAD) in await months(clean, "outbox_deliveries")


async def test_a_row_of_no_month_is_kept_told_of_and_moved_when_its_month_is_made(
    stoke: Stoke, clean: asyncpg.Connection
) -> None:
    far = THIS.plus(AHEAD + 2)
    strays = [await put(clean, wrong) for wrong in (id_in(far), UUID(int=1), UUID(int=(1 << 128) - 1))]
    assert set((await homes(clean)).values()) == {"outbox_events_default"}
    with pytest.raises(ageing.AgeingTrouble, match="outbox_events: 3 rows have ids of no month"):
        await ageing.look_after(stoke.runtime.database)

    assert await clean.fetchval("SELECT make_partition('outbox_events', $1)", far.first_day)
    assert not await clean.fetchval("SELECT make_partition('outbox_events', $1)", far.first_day)
    found = await homes(clean)
    assert found[strays[0]] == partition_name("outbox_events", far)
    assert {found[stray] for stray in strays[1:]} == {"outbox_events_default"}


async def test_a_worker_that_was_away_for_a_year_loses_nothing(stoke: Stoke, clean: asyncpg.Connection) -> None:
    for table in TABLES:
        for month in await months(clean, table):
            if month >= THIS:
                await clean.execute(f"DROP TABLE {partition_name(table, month)}")
    made = await put(clean, new_id())
    assert (await homes(clean))[made] == "outbox_events_default"
    await ageing.look_after(stoke.runtime.database)
    assert (await homes(clean))[made] == partition_name("outbox_events", THIS)


async def test_a_month_past_its_time_goes_as_a_whole(stoke: Stoke, clean: asyncpg.Connection) -> None:
    for table in TABLES:
        await clean.execute("SELECT make_partition($1, $2)", table, OLD.first_day)
    await put(clean, id_in(OLD))
    kept = await put(clean, id_in(THIS.plus(-1)))
    await ageing.look_after(stoke.runtime.database)
    assert set(await homes(clean)) == {kept}
    for table in TABLES:
        assert OLD not in await months(clean, table)


@pytest.mark.parametrize("state", ["open", "failed"])
async def test_a_month_with_work_left_stays_and_is_told_of(stoke: Stoke, clean: asyncpg.Connection, state: str) -> None:
    for table in TABLES:
        await clean.execute("SELECT make_partition($1, $2)", table, OLD.first_day)
    event_id = await put(clean, id_in(OLD), state=state)
    with pytest.raises(ageing.AgeingTrouble, match="still to be done"):
        await ageing.look_after(stoke.runtime.database)
    assert event_id in await homes(clean)
    await clean.execute("UPDATE outbox_deliveries SET state = 'done'")
    await ageing.look_after(stoke.runtime.database)
    assert await homes(clean) == {}


async def test_an_event_stays_while_a_delivery_of_another_month_is_open(
    stoke: Stoke, clean: asyncpg.Connection
) -> None:
    await clean.execute("SELECT make_partition('outbox_events', $1)", OLD.first_day)
    event_id = await put(clean, id_in(OLD), state="open")
    await clean.execute("UPDATE outbox_deliveries SET id = $1", new_id())
    with pytest.raises(ageing.AgeingTrouble, match=r"outbox_events .* still to be done"):
        await ageing.look_after(stoke.runtime.database)
    assert event_id in await homes(clean)


async def test_the_worker_cannot_drop_what_is_not_past_its_time(stoke: Stoke, clean: asyncpg.Connection) -> None:
    """Nor can its clock: the database asks its own."""
    await put(clean, new_id())
    with at(datetime.now(UTC) + timedelta(days=200)), pytest.raises(ageing.AgeingTrouble, match="outbox_events"):
        await ageing.look_after(stoke.runtime.database)
    assert len(await homes(clean)) == 1
    system: asyncpg.Connection = await asyncpg.connect(stoke.urls.system)
    try:
        for statement in (
            f"SELECT drop_partition('outbox_events', '{THIS.plus(-1).first_day}')",
            "SELECT drop_partition('members', '2020-01-01')",
            "SELECT make_partition('outbox_events', '2190-01-01')",
            f"SELECT make_partition('outbox_events', '{THIS.first_day.replace(day=2)}')",
            "SELECT make_partition('outbox_events; DROP TABLE members', '2026-01-01')",
        ):
            with pytest.raises(asyncpg.PostgresError, match=r"not past its time|has no months|is no month"):
                await system.execute(statement)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await system.execute("SELECT attach_partition('outbox_events', '2026-01-01')")
    finally:
        await system.close()


async def test_a_month_that_is_to_be_archived_is_not_dropped(stoke: Stoke, clean: asyncpg.Connection) -> None:
    await clean.execute("SELECT make_partition('outbox_events', $1)", OLD.first_day)
    before = await clean.fetchval("SELECT obj_description('outbox_events'::regclass)")
    await clean.execute("COMMENT ON TABLE outbox_events IS 'monthly by id; kept 1 months; then archived'")
    try:
        with pytest.raises(ageing.AgeingTrouble, match="outbox_events: SQLSTATE 55000"):
            await ageing.look_after(stoke.runtime.database)
    finally:
        await clean.execute(f"COMMENT ON TABLE outbox_events IS '{before}'")
    assert OLD in await months(clean)


async def test_no_partition_can_be_named_by_app_or_system(stoke: Stoke, clean: asyncpg.Connection) -> None:
    await put(clean, new_id())
    for url in (stoke.urls.app, stoke.urls.system):
        connection: asyncpg.Connection = await asyncpg.connect(url)
        await connection.execute("SELECT set_config('stoke.organization_id', $1, false)", str(OURS))
        for part in [partition_name("outbox_events", THIS), "outbox_events_default"]:
            for statement in (f"SELECT * FROM {part}", f"DELETE FROM {part}", f"UPDATE {part} SET name = 'y'"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
        await connection.close()


async def test_row_level_security_holds_on_a_partition_even_with_a_grant(
    stoke: Stoke, clean: asyncpg.Connection
) -> None:
    await put(clean, new_id())
    part = partition_name("outbox_events", THIS)
    app: asyncpg.Connection = await asyncpg.connect(stoke.urls.app)
    try:
        await clean.execute(f"GRANT SELECT ON {part} TO stoke_app")
        await app.execute("SELECT set_config('stoke.organization_id', $1, false)", str(OURS))
        assert await app.fetchval(f"SELECT count(*) FROM {part}") == 0
        assert await app.fetchval("SELECT count(*) FROM outbox_events") == 1
        await app.execute("SELECT set_config('stoke.organization_id', $1, false)", str(THEIRS))
        assert await app.fetchval("SELECT count(*) FROM outbox_events") == 0
    finally:
        await clean.execute(f"REVOKE ALL ON {part} FROM stoke_app")
        await app.close()


async def test_storage_parameters_are_those_of_the_models(clean: asyncpg.Connection) -> None:
    declared = {mapper.class_.__tablename__: mapper.class_.__storage__ for mapper in Base.registry.mappers}
    found = {
        row["relname"]: dict(option.split("=") for option in row["reloptions"] or ())
        for row in await clean.fetch(
            "SELECT coalesce(parent.relname, c.relname) AS relname, c.reloptions FROM pg_class c "
            "LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class parent ON parent.oid = i.inhparent "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'alembic_version'"
        )
    }
    assert found == {table: dict(storage) for table, storage in declared.items()}
    parts = await clean.fetch(
        "SELECT count(DISTINCT reloptions) AS kinds FROM pg_class WHERE relispartition AND relkind = 'r' "
        "AND relname LIKE 'outbox_events%'"
    )
    assert parts[0]["kinds"] == 1
