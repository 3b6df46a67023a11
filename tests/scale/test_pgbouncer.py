"""Through a real PgBouncer in transaction mode: each transaction on whatever server connection is free."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.crypto import FieldCipher
from backend.core.db.database import Database
from backend.core.ids import new_id
from backend.core.ports import Ports
from backend.local.services import DatabaseUrls, Services
from tests.conftest import make_settings
from tests.core import test_prepared as prepared
from tests.core import test_tenancy_of_connections as tenancy
from tests.core import test_write as write
from tests.faults.processes import Running, environment, free_port
from tests.scale import pgbouncer
from tests.scale.packages import Programs
from tests.scale.pgbouncer import PgBouncer

Check = Callable[[Database], Awaitable[None]]

THROUGH: list[Check] = [
    tenancy.test_interleaved_tenants_each_see_their_own_rows,
    tenancy.test_a_row_of_another_tenant_cannot_be_written,
    tenancy.test_a_connection_without_a_tenant_sees_nothing,
    tenancy.test_an_error_in_the_middle_leaves_nothing_behind,
    *(partial(tenancy.test_a_cancelled_read_leaves_nothing_behind, moment=moment) for moment in (0.0, 0.002, 0.02)),
    tenancy.test_a_write_that_ran_out_of_time_is_rolled_back_and_its_tenant_is_gone,
    tenancy.test_the_work_across_organizations_carries_no_tenant,
    write.test_a_part_that_fails_takes_nothing_else_along,
    write.test_parts_do_not_push_statements_out_of_the_drivers_memory,
    write.test_an_error_that_was_swallowed_without_a_savepoint_does_not_pass_for_success,
    prepared.test_more_readers_than_connections_take_turns,
]
"""What holds on a connection of one's own must hold here."""


def _name(check: Check) -> str:
    inner = check.func if isinstance(check, partial) else check
    return inner.__name__.removeprefix("test_")


@pytest.fixture(scope="module", params=[False, True], ids=["last used first", "round robin"])
def pooler(
    request: pytest.FixtureRequest, services: Services, urls: DatabaseUrls, installed: Programs
) -> Iterator[PgBouncer]:
    """A PgBouncer with two server connections for each role, handing them out in either order it knows."""
    folder = services.data.path / f"pgbouncer-{int(request.param)}"
    running = pgbouncer.start(installed, folder, [urls.app, urls.system], size=2, round_robin=request.param)
    yield running
    running.child.stop()


def _database(pooler: PgBouncer, urls: DatabaseUrls, *, pool: int, remember: bool = False) -> Database:
    return Database(
        pooler.url(urls.app),
        pooler.url(urls.system),
        Ports(cipher=FieldCipher({"k": bytes(32)})),
        pool=pool,
        overflow=0,
        remember_tenant=remember,
        statement_cache=pooler.statement_cache,
    )


@pytest.fixture
async def narrow(pooler: PgBouncer, urls: DatabaseUrls) -> AsyncIterator[Database]:
    """One connection for each kind of session, as the borrowed checks want it."""
    database = _database(pooler, urls, pool=1)
    yield database
    await database.close()


@pytest.mark.parametrize("check", THROUGH, ids=_name)
async def test_it_holds_through_the_pooler(check: Check, narrow: Database) -> None:
    await check(narrow)


async def _open_both(pooler: PgBouncer, urls: DatabaseUrls) -> set[int]:
    """Make the pooler open its two server connections; their backends."""
    database = _database(pooler, urls, pool=2)

    async def hold() -> int:
        async with database.write(new_id()) as session:
            pid: int = await session.scalar(text("SELECT pg_backend_pid() FROM pg_sleep(0.2)"))
            return pid

    pids = set(await asyncio.gather(hold(), hold()))
    await database.close()
    return pids


async def test_remembered_tenants_are_refused(pooler: PgBouncer, urls: DatabaseUrls) -> None:
    assert len(await _open_both(pooler, urls)) == 2
    for _ in range(5):
        database = _database(pooler, urls, pool=2, remember=True)
        with pytest.raises(RuntimeError, match="STOKE_DATABASE_REMEMBER_TENANT=false"):
            await database.prove_one_backend()
        await database.close()


async def test_remembered_tenants_would_leak_here(pooler: PgBouncer, urls: DatabaseUrls) -> None:
    """Why they are refused: what the pooler hands out still carries what somebody else set."""
    await _open_both(pooler, urls)
    first = _database(pooler, urls, pool=1, remember=True)
    tenants = [new_id() for _ in range(2)]
    async with first.read(tenants[0]) as read:
        await read.scalar(tenancy.SEEN)
    stranger = await asyncpg.connect(pooler.url(urls.app), statement_cache_size=0)
    seen = {await stranger.fetchval("SELECT current_setting('stoke.organization_id', true)") for _ in range(4)}
    await stranger.execute("RESET stoke.organization_id; RESET stoke.user_id")
    await stranger.execute("RESET stoke.organization_id; RESET stoke.user_id")
    await stranger.close()
    await first.close()
    assert str(tenants[0]) in seen


async def test_the_api_does_not_start_with_remembered_tenants(
    pooler: PgBouncer, urls: DatabaseUrls, services: Services, tmp_path: Path
) -> None:
    pooled = DatabaseUrls(pooler.url(urls.app), pooler.url(urls.system), urls.owner, urls.admin)
    env = environment(make_settings(pooled, services), STOKE_DATABASE_STATEMENT_CACHE=str(pooler.statement_cache))
    command = ["backend.cli", "api", "--port", str(free_port())]
    running = Running(command, env, tmp_path / "api.log")
    try:
        async with asyncio.timeout(30):
            while running.alive():
                await asyncio.sleep(0.1)
    finally:
        running.kill()
    assert "STOKE_DATABASE_REMEMBER_TENANT=false" in running.text()


async def test_many_tenants_on_two_server_connections_never_meet(pooler: PgBouncer, urls: DatabaseUrls) -> None:
    """Two processes' worth of connections, 30 tenants, 900 reads and writes, a fifth of them failing or interrupted."""
    databases = [_database(pooler, urls, pool=6) for _ in range(2)]
    tenants = {new_id(): number for number in range(1, 31)}
    chance = random.Random(11)

    async def fill(tenant: UUID, count: int) -> None:
        async with databases[0].write(tenant) as session:
            for _ in range(count):
                await session.execute(tenancy.ADD, {"organization": tenant, "id": new_id()})

    async def look(database: Database, tenant: UUID, kind: str) -> None:
        opened = database.read(tenant) if kind.startswith("read") else database.write(tenant)
        async with opened as session:
            assert await session.scalar(tenancy.COUNT) == tenants[tenant]
            if kind.endswith("slowly"):
                await session.scalar(text("SELECT pg_sleep(0.02)"))
            elif kind.endswith("wrongly"):
                await session.scalar(text("SELECT 1 / 0"))
            assert (await session.first(tenancy.SEEN) or {})["tenant"] == str(tenant)

    async def one(kind: str) -> None:
        database, tenant = chance.choice(databases), chance.choice(list(tenants))
        if kind.endswith("wrongly"):
            with pytest.raises(DBAPIError):
                await look(database, tenant, kind)
        elif kind.endswith("slowly"):
            with suppress(TimeoutError):
                async with asyncio.timeout(chance.random() * 0.03):
                    await look(database, tenant, kind)
        else:
            await look(database, tenant, kind)

    for tenant, count in tenants.items():
        await fill(tenant, count)
    kinds = ["read", "write"] * 4 + ["read wrongly", "write slowly"]
    work = [chance.choice(kinds) for _ in range(900)]
    for begin in range(0, len(work), 90):
        await asyncio.gather(*(one(kind) for kind in work[begin : begin + 90]))
    for database in databases:
        await database.close()

    left = await asyncpg.connect(pooler.url(urls.app), statement_cache_size=0)
    for _ in range(6):
        assert not await left.fetchval("SELECT current_setting('stoke.organization_id', true)")
        assert await left.fetchval("SELECT count(*) FROM outgoing_mails") == 0
        if not pooler.statement_cache:
            assert await left.fetchval("SELECT count(*) FROM pg_prepared_statements") == 0
    await left.close()
