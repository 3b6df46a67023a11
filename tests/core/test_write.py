"""A write transaction: what interrupts it, what fails inside it, and what the next one finds."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Integer, Text, text
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError

from backend.core.crypto import FieldCipher
from backend.core.db import write as write_module
from backend.core.db.connection import tenant_sql
from backend.core.db.database import Database
from backend.core.db.prepared import Prepared
from backend.core.db.races import lost_a_race
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.core.ports import Ports
from backend.local.services import Services

TENANT = text("SELECT current_setting('stoke.organization_id', true)")
ADD = text("INSERT INTO outgoing_mails (organization_id, id) VALUES (:organization, :id)")
COUNT = text("SELECT count(*) FROM outgoing_mails")
SLEEPS = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND state = 'active' AND wait_event = 'PgSleep'"
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND state LIKE 'idle in transaction%'"
NOW = text("SELECT now()")


@pytest.fixture
async def name(services: Services, template_database: str) -> AsyncIterator[str]:
    """The name of a database of its own."""
    found = "test_" + secrets.token_hex(6)
    await services.create_database(found, template=template_database)
    yield found
    await services.drop_database(found)


@pytest.fixture(params=[True, False], ids=["remembered", "set in each transaction"])
async def narrow(request: pytest.FixtureRequest, services: Services, name: str) -> AsyncIterator[Database]:
    """That database with a pool of one connection each for reading and writing."""
    urls = services.urls(name)
    ports = Ports(cipher=FieldCipher({"k": bytes(32)}))
    database = Database(urls.app, urls.system, ports, pool=1, overflow=0, remember_tenant=request.param)
    yield database
    await database.close()


async def _asked(services: Services, name: str, sql: str, *arguments: Any) -> Any:
    admin = await asyncpg.connect(services.urls(name).admin)
    try:
        return await admin.fetchval(sql, *arguments)
    finally:
        await admin.close()


async def test_an_interrupted_begin_leaves_nothing_to_whoever_comes_next(
    narrow: Database, services: Services, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*arguments: Any, local: bool) -> str:
        return tenant_sql(*arguments, local=local) + "; SELECT pg_sleep(5)"

    async def write() -> None:
        async with narrow.write(new_id()):
            raise AssertionError("it was interrupted before")

    with monkeypatch.context() as patched:
        patched.setattr(write_module, "tenant_sql", slow)
        task = asyncio.create_task(write())
        while not await _asked(services, name, SLEEPS, name):
            await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await _asked(services, name, OPEN, name) == 0
    tenant = new_id()
    async with narrow.write(tenant) as session:
        assert await session.scalar(TENANT) == str(tenant)


async def test_cancelled_at_any_moment_the_next_one_begins_anew(
    narrow: Database, services: Services, name: str
) -> None:
    tenant = new_id()
    admin = await asyncpg.connect(services.urls(name).admin)

    async def write() -> None:
        async with narrow.write(tenant) as session:
            await session.scalar(COUNT)

    for number in range(60):
        task = asyncio.create_task(write())
        for _ in range(number % 7 + 1):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        before = await admin.fetchval("SELECT clock_timestamp()")
        async with narrow.write(tenant) as session:
            # In a transaction left open by another, now() would be the other's.
            assert await session.scalar(NOW) >= before
    await admin.close()


async def test_a_read_that_lost_its_connection_is_not_given_somebody_elses(services: Services, name: str) -> None:
    urls = services.urls(name)
    ports = Ports(cipher=FieldCipher({"k": bytes(32)}))
    database = Database(urls.app, urls.system, ports, pool=2, overflow=0)
    first, second, reading, go = new_id(), new_id(), asyncio.Event(), asyncio.Event()
    slow = Prepared(text("SELECT pg_sleep(30)::text AS slept").columns(slept=Text))

    async def other() -> None:
        async with database.read(second) as read:
            await read.scalar(TENANT)
            reading.set()
            await go.wait()
            raise KeyError

    task = asyncio.create_task(other())
    await reading.wait()
    async with database.read(first) as read:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await read.all(slow)
        go.set()
        await asyncio.gather(task, return_exceptions=True)
        with pytest.raises(ConnectionError):
            await read.scalar(TENANT)
    await database.close()


async def test_a_part_that_fails_takes_nothing_else_along(narrow: Database) -> None:
    tenant, kept = new_id(), new_id()

    async def fail(session: WriteSession) -> None:
        async with session.savepoint():
            await session.execute(ADD, {"organization": tenant, "id": new_id()})
            async with session.savepoint():
                await session.execute(ADD, {"organization": tenant, "id": kept})

    async with narrow.write(tenant) as session:
        await session.execute(ADD, {"organization": tenant, "id": kept})
        for _ in range(3):
            with pytest.raises(DBAPIError):
                await fail(session)
        async with session.savepoint():
            await session.execute(ADD, {"organization": tenant, "id": new_id()})
    async with narrow.read(tenant) as read:
        assert await read.scalar(COUNT) == 2


async def test_parts_do_not_push_statements_out_of_the_drivers_memory(narrow: Database) -> None:
    known = text("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ '^(SAVEPOINT|RELEASE|ROLLBACK)'")
    async with narrow.write(new_id()) as session:
        for _ in range(50):
            async with session.savepoint():
                await session.scalar(COUNT)
        assert await session.scalar(known) == 0


async def test_an_error_that_was_swallowed_without_a_savepoint_does_not_pass_for_success(narrow: Database) -> None:
    tenant = new_id()

    async def swallow() -> None:
        async with narrow.write(tenant) as session:
            await session.execute(ADD, {"organization": tenant, "id": new_id()})
            with pytest.raises(DBAPIError):
                await session.scalar(text("SELECT 1 / 0"))

    with pytest.raises(RuntimeError, match="without a savepoint"):
        await swallow()
    async with narrow.read(tenant) as read:
        assert await read.scalar(COUNT) == 0


async def test_a_failing_hint_neither_fails_the_write_nor_keeps_the_others_from_running(narrow: Database) -> None:
    tenant, ran = new_id(), asyncio.Event()

    async def failing() -> None:
        raise ValueError

    async def running() -> None:
        ran.set()

    async with narrow.write(tenant) as session:
        await session.execute(ADD, {"organization": tenant, "id": new_id()})
        session.after_commit(failing)
        session.after_commit(running)
    assert ran.is_set()


async def test_a_plan_from_before_a_migration_is_made_anew_by_trying_again(
    narrow: Database, services: Services, name: str
) -> None:
    admin = await asyncpg.connect(services.urls(name).admin)
    await admin.execute("CREATE TABLE moving (a int); GRANT ALL ON moving TO PUBLIC; INSERT INTO moving VALUES (1)")
    statement = Prepared(text("SELECT * FROM moving").columns(a=Integer))
    async with narrow.write(new_id()) as session:
        assert await session.all(statement) == [{"a": 1}]
    await admin.execute("ALTER TABLE moving ALTER a TYPE bigint")
    await admin.close()

    async def again() -> None:
        async with narrow.write(new_id()) as session:
            await session.all(statement)

    with pytest.raises(DBAPIError) as outdated:
        await again()
    assert isinstance(outdated.value.orig, AsyncAdapt_asyncpg_dbapi.InvalidCachedStatementError)
    assert lost_a_race(outdated.value)
    async with narrow.write(new_id()) as session:
        assert await session.all(statement) == [{"a": 1}]
