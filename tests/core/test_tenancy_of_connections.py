"""One connection, many tenants: what was set for one must never serve another."""

import asyncio
import itertools
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import nullcontext
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.crypto import FieldCipher
from backend.core.db.connection import TenantConnection
from backend.core.db.database import Database
from backend.core.ids import new_id
from backend.core.ports import Ports
from backend.local.services import Services

SEEN = text("SELECT nullif(current_setting('stoke.organization_id', true), '') AS tenant")
COUNT = text("SELECT count(*) FROM outgoing_mails")
ADD = text("INSERT INTO outgoing_mails (organization_id, id) VALUES (:organization, :id)")


@pytest.fixture(params=[True, False], ids=["remembered", "set in each transaction"])
async def narrow(request: pytest.FixtureRequest, services: Services, template_database: str) -> AsyncIterator[Database]:
    """A database with a pool of one connection each for reading and writing."""
    name = "test_" + secrets.token_hex(6)
    urls = await services.create_database(name, template=template_database)
    ports = Ports(cipher=FieldCipher({"k": bytes(32)}))
    database = Database(urls.app, urls.system, ports, pool=1, overflow=0, remember_tenant=request.param)
    yield database
    await database.close()
    await services.drop_database(name)


async def _seen(database: Database, organization_id: UUID | None) -> UUID | None:
    async with database.read(organization_id) as read:
        value = await read.scalar(SEEN)
    return UUID(value) if value else None


async def test_interleaved_tenants_each_see_their_own_rows(narrow: Database) -> None:
    tenants = [new_id() for _ in range(6)]
    for number, tenant in enumerate(tenants, start=1):
        async with narrow.write(tenant) as session:
            for _ in range(number):
                await session.execute(ADD, {"organization": tenant, "id": new_id()})

    async def one(number: int) -> None:
        tenant = tenants[number - 1]
        async with narrow.read(tenant) as read:
            assert await read.scalar(COUNT) == number
            await asyncio.sleep(0)
            assert UUID(await read.scalar(SEEN)) == tenant
        async with narrow.write(tenant) as session:
            assert await session.scalar(COUNT) == number

    order = [*range(1, 7)] * 12
    random.Random(7).shuffle(order)
    await asyncio.gather(*(one(number) for number in order))


async def test_a_row_of_another_tenant_cannot_be_written(narrow: Database) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with narrow.write(new_id()) as session:
            await session.execute(ADD, {"organization": new_id(), "id": new_id()})


async def test_a_connection_without_a_tenant_sees_nothing(narrow: Database) -> None:
    tenant = new_id()
    async with narrow.write(tenant) as session:
        await session.execute(ADD, {"organization": tenant, "id": new_id()})
    async with narrow.read(tenant) as read:
        assert await read.scalar(COUNT) == 1

    async with narrow.read(None) as read:
        assert await read.scalar(COUNT) == 0
    assert await _seen(narrow, None) is None


async def test_an_error_in_the_middle_leaves_nothing_behind(narrow: Database) -> None:
    first, second = new_id(), new_id()
    for _ in range(3):
        with pytest.raises(DBAPIError):
            async with narrow.read(first) as read:
                await read.scalar(text("SELECT 1 / 0"))
        assert await _seen(narrow, second) == second
        with pytest.raises(DBAPIError):
            async with narrow.write(first) as session:
                await session.execute(text("SELECT 1 / 0"))
        async with narrow.write(second) as session:
            assert UUID(str(await session.scalar(SEEN))) == second


@pytest.mark.parametrize("moment", [0.0, 0.0005, 0.002, 0.02])
async def test_a_cancelled_read_leaves_nothing_behind(narrow: Database, moment: float) -> None:
    first, second = new_id(), new_id()

    async def slow() -> None:
        async with narrow.read(first) as read:
            await read.scalar(text("SELECT pg_sleep(5)"))

    for _ in range(4):
        task = asyncio.create_task(slow())
        await asyncio.sleep(moment)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await _seen(narrow, second) == second
        assert await _seen(narrow, None) is None


async def test_a_write_that_ran_out_of_time_is_rolled_back_and_its_tenant_is_gone(narrow: Database) -> None:
    first, second = new_id(), new_id()

    async def slow() -> None:
        async with asyncio.timeout(0.05), narrow.write(first) as session:
            await session.execute(ADD, {"organization": first, "id": new_id()})
            await session.execute(text("SELECT pg_sleep(5)"))

    with pytest.raises(TimeoutError):
        await slow()
    async with narrow.write(second) as session:
        assert UUID(str(await session.scalar(SEEN))) == second
    async with narrow.read(first) as read:
        assert await read.scalar(COUNT) == 0


async def test_the_work_across_organizations_carries_no_tenant(narrow: Database) -> None:
    assert await _seen(narrow, new_id()) is not None
    async with narrow.system() as session:
        assert await session.scalar(SEEN) is None


async def test_a_read_inside_a_read_has_a_connection_of_its_own(services: Services, template_database: str) -> None:
    name = "test_" + secrets.token_hex(6)
    urls = await services.create_database(name, template=template_database)
    database = Database(urls.app, urls.system, Ports(cipher=FieldCipher({"k": bytes(32)})), pool=2, overflow=0)
    outer, inner = new_id(), new_id()
    async with database.read(outer) as read:
        async with database.read(inner) as nested:
            assert UUID(await nested.scalar(SEEN)) == inner
            assert UUID(await read.scalar(SEEN)) == outer
        assert UUID(await read.scalar(SEEN)) == outer
    await database.close()
    await services.drop_database(name)


async def test_a_connection_that_the_server_closed_is_replaced_unseen(narrow: Database, services: Services) -> None:
    tenant = new_id()
    async with narrow.read(tenant) as read:
        reading = await read.scalar(text("SELECT pg_backend_pid()"))
    async with narrow.write(tenant) as session:
        writing = await session.scalar(text("SELECT pg_backend_pid()"))
    await _end_backends(services, [reading, writing])

    assert await _seen(narrow, tenant) == tenant
    async with narrow.write(tenant) as session:
        assert await session.scalar(COUNT) == 0


async def test_a_connection_that_dies_while_the_tenant_is_set_does_not_come_back(
    narrow: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not narrow.remember_tenant:
        return
    assert await _seen(narrow, new_id()) is not None
    whole = TenantConnection.remember

    async def dies(self: TenantConnection, organization_id: UUID | None, user_id: UUID | None) -> None:
        self.terminate()
        await whole(self, organization_id, user_id)

    with monkeypatch.context() as patched:
        patched.setattr(TenantConnection, "remember", dies)
        with pytest.raises(Exception, match="closed"):
            await _seen(narrow, new_id())
    tenant = new_id()
    assert await _seen(narrow, tenant) == tenant


@pytest.mark.parametrize("remember", [True, False])
async def test_a_pooler_that_mixes_backends_is_refused_where_tenants_are_remembered(
    services: Services, monkeypatch: pytest.MonkeyPatch, remember: bool
) -> None:
    ports = Ports(cipher=FieldCipher({"k": bytes(32)}))
    urls = services.urls("postgres")
    database = Database(urls.admin, urls.admin, ports, pool=2, remember_tenant=remember)
    await database.prove_one_backend()
    answers = itertools.count(1)

    async def another_each_time(*_: Any, **__: Any) -> int:
        return next(answers)

    monkeypatch.setattr(TenantConnection, "fetchval", another_each_time)
    expected = pytest.raises(RuntimeError, match="STOKE_DATABASE_REMEMBER_TENANT=false") if remember else nullcontext()
    with expected:
        await database.prove_one_backend()
    await database.close()


async def test_a_session_that_outlives_its_block_does_nothing(narrow: Database) -> None:
    first, second = new_id(), new_id()
    async with narrow.read(first) as read:
        pass
    async with narrow.write(first) as written:
        pass
    async with narrow.read(second), narrow.write(second):
        for ended in (read, written):
            with pytest.raises(RuntimeError, match="has ended"):
                await ended.scalar(SEEN)
        with pytest.raises(RuntimeError, match="has ended"):
            await written.commit()
        with pytest.raises(RuntimeError, match="has ended"):
            await written.switch_tenant(first, None)


async def _end_backends(services: Services, pids: list[int]) -> None:
    connection = await asyncpg.connect(services.urls("postgres").admin)
    for pid in pids:
        await connection.execute("SELECT pg_terminate_backend($1, 2000)", pid)
    await connection.close()
