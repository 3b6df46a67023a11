"""Prepared statements give what the same statement gives through SQLAlchemy, and fail as it does."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    Numeric,
    Text,
    Uuid,
    bindparam,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError, StatementError

from backend.core.crypto import FieldCipher
from backend.core.db.database import Database
from backend.core.db.prepared import Prepared, Variants
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import Invalid, Unavailable
from backend.core.ids import new_id
from backend.core.ports import Ports
from backend.core.problems import translate
from backend.local.services import Services

ID = UUID("01a1f940-9fe5-730b-b123-0f92fe12dc79")
EACH_KIND: dict[str, tuple[Any, Any]] = {
    "whole": (Integer, 7),
    "large": (BigInteger, 2**40),
    "number": (Numeric, Decimal("12.340")),
    "real": (Float, 0.1),
    "yes": (Boolean, True),
    "words": (Text, "naïve ' \\ $1"),
    "id": (Uuid, ID),
    "on": (Date, date(2026, 2, 28)),
    "at": (DateTime(timezone=True), datetime(2026, 2, 28, 23, 59, tzinfo=UTC)),
    "names": (ARRAY(Text), ["a", "b,c", '"d"']),
    "ids": (ARRAY(Uuid), [ID]),
    "none_of_them": (ARRAY(Text), []),
    "document": (JSONB, {"a": [1, None, "é"], "b": {}}),
    "listed": (JSONB, [1, 2]),
}
TENANT = Prepared(text("SELECT current_setting('stoke.organization_id', true) AS tenant").columns(tenant=Text))
SLOW = Prepared(text("SELECT pg_sleep(30) IS NULL AS slept").columns(slept=Boolean))
ADD = Prepared(
    text(
        "INSERT INTO outgoing_mails (organization_id, id) VALUES (:organization, :id) RETURNING id",
    ).columns(id=Uuid)
)
COUNT = Prepared(text("SELECT count(*) AS n FROM outgoing_mails").columns(n=BigInteger))


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


@pytest.fixture(params=["read", "write"])
def opened(request: pytest.FixtureRequest, narrow: Database) -> Any:
    @asynccontextmanager
    async def session(tenant: UUID) -> AsyncGenerator[ReadSession | WriteSession]:
        async with getattr(narrow, request.param)(tenant) as found:
            yield found

    return session


def _every_kind(kinds: dict[str, tuple[Any, Any]]) -> Any:
    return select(*(bindparam(name, type_=kind).label(name) for name, (kind, _) in kinds.items()))


async def test_each_kind_of_value_comes_back_as_through_sqlalchemy(opened: Any) -> None:
    statement = _every_kind(EACH_KIND)
    values = {name: value for name, (_, value) in EACH_KIND.items()}
    async with opened(new_id()) as session:
        plain = await session.all(statement, values)
        prepared = await session.all(Prepared(statement), values)
    assert prepared == plain == [values]
    assert [type(value) for value in prepared[0].values()] == [type(value) for value in plain[0].values()]
    assert list(prepared[0]) == list(plain[0])


async def test_nothing_is_none_whatever_its_kind(opened: Any) -> None:
    statement = Prepared(_every_kind(EACH_KIND))
    async with opened(new_id()) as session:
        row = await session.first(statement, dict.fromkeys(EACH_KIND))
    # As through SQLAlchemy, None for a json column is the JSON null, and reads as None.
    assert row == dict.fromkeys(EACH_KIND)


async def test_no_row_is_none(opened: Any) -> None:
    async with opened(new_id()) as session:
        assert await session.first(Prepared(select(literal(1).label("n")).where(literal(False)))) is None


async def test_a_value_that_was_forgotten_is_named(opened: Any) -> None:
    statement = Prepared(select(bindparam("wanted", type_=Integer, required=True).label("n")))
    with pytest.raises(StatementError, match="wanted"):
        async with opened(new_id()) as session:
            await session.all(statement, {})


async def test_a_list_in_an_in_is_refused() -> None:
    with pytest.raises(ValueError, match="any_"):
        Prepared(select(literal(1)).where(literal(1).in_([1, 2]))).arguments({})


async def test_a_driver_error_is_sqlalchemys(opened: Any) -> None:
    tenant = new_id()
    with pytest.raises(ProgrammingError) as unknown:
        async with opened(tenant) as session:
            await session.all(Prepared(text("SELECT nothing_of_this_name AS n").columns(n=Integer)))
    assert getattr(unknown.value.orig, "sqlstate", None) == "42703"
    divide = Prepared(text("SELECT 1 / CAST(:by AS int) AS n").columns(n=Integer))
    with pytest.raises(DBAPIError) as divided:
        async with opened(tenant) as session:
            await session.all(divide, {"by": 0})
    assert isinstance(translate(divided.value), Invalid)
    assert getattr(divided.value.orig, "sqlstate", None) == "22012"
    # And the connection goes on.
    async with opened(tenant) as session:
        assert await session.first(divide, {"by": 1}) == {"n": 1}


async def test_a_prepared_write_is_undone_with_its_transaction(narrow: Database) -> None:
    tenant, mail = new_id(), new_id()
    async with narrow.write(tenant) as session:
        assert await session.all(ADD, {"organization": tenant, "id": mail}) == [{"id": mail}]

    async def two() -> None:
        async with narrow.write(tenant) as session:
            await session.all(ADD, {"organization": tenant, "id": new_id()})
            await session.all(ADD, {"organization": tenant, "id": mail})

    with pytest.raises(IntegrityError):
        await two()
    async with narrow.read(tenant) as read:
        assert await read.first(COUNT) == {"n": 1}
    with pytest.raises(DBAPIError, match="row-level security"):
        async with narrow.write(tenant) as session:
            await session.all(ADD, {"organization": new_id(), "id": new_id()})


async def test_tenants_in_turn_each_see_their_own_rows(narrow: Database) -> None:
    tenants = [new_id() for _ in range(4)]
    for number, tenant in enumerate(tenants):
        async with narrow.write(tenant) as session:
            for _ in range(number):
                await session.all(ADD, {"organization": tenant, "id": new_id()})

    async def one(number: int) -> None:
        async with narrow.read(tenants[number]) as read:
            assert await read.first(TENANT) == {"tenant": str(tenants[number])}
            await asyncio.sleep(0)
            assert await read.first(COUNT) == {"n": number}
        async with narrow.write(tenants[number]) as session:
            assert await session.first(COUNT) == {"n": number}

    await asyncio.gather(*(one(number) for number in [0, 3, 1, 2, 2, 0, 3, 1] * 3))


async def test_a_cancelled_read_leaves_nothing_behind(narrow: Database) -> None:
    tenant = new_id()

    async def wait() -> None:
        async with narrow.read(tenant) as read:
            await read.all(SLOW)

    for _ in range(3):
        task = asyncio.create_task(wait())
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with narrow.read(None) as read:
        assert (await read.first(TENANT) or {})["tenant"] in (None, "")
        assert await read.first(COUNT) == {"n": 0}


async def test_a_lost_connection_is_told_and_replaced(narrow: Database, services: Services) -> None:
    tenant = new_id()
    pid = Prepared(text("SELECT pg_backend_pid() AS pid").columns(pid=Integer))

    async def end(number: int) -> None:
        admin = await asyncpg.connect(services.postgres.admin_url())
        try:
            await admin.execute("SELECT pg_terminate_backend($1, 2000)", number)
        finally:
            await admin.close()

    async def backend() -> int:
        async with narrow.read(tenant) as read:
            return (await read.all(pid))[0]["pid"]

    async def lose() -> None:
        async with narrow.read(tenant) as read:
            await end((await read.all(pid))[0]["pid"])
            await read.first(TENANT)

    first = await backend()
    with pytest.raises(DBAPIError) as lost:
        await lose()
    assert isinstance(translate(lost.value), Unavailable)
    second = await backend()
    assert second != first
    # Ended while it waits to be used again: whoever comes next does not notice.
    await end(second)
    async with narrow.read(tenant) as read:
        assert await read.first(TENANT) == {"tenant": str(tenant)}


async def test_whoever_watches_hears_of_prepared_statements_too(narrow: Database) -> None:
    tenant, sent = new_id(), list[tuple[str, tuple[Any, ...]]]()
    add = Prepared(select((bindparam("a", type_=Integer) + 1).label("n")))
    with narrow.watched(lambda statement, parameters: sent.append((statement, tuple(parameters)))):
        async with narrow.read(tenant) as read:
            assert await read.first(add, {"a": 41}) == {"n": 42}
        async with narrow.write(tenant) as session:
            assert await session.first(add, {"a": 1}) == {"n": 2}
    async with narrow.read(tenant) as read:
        await read.first(add, {"a": 0})
    assert [parameters for _, parameters in sent] == [(41, 1), (1, 1)]
    assert all("SELECT" in statement for statement, _ in sent)


async def test_more_readers_than_connections_take_turns(narrow: Database) -> None:
    async def one() -> None:
        tenant = new_id()
        for _ in range(5):
            async with narrow.read(tenant) as read:
                assert await read.first(TENANT) == {"tenant": str(tenant)}

    async with asyncio.timeout(timedelta(seconds=9).total_seconds()):
        await asyncio.gather(*(one() for _ in range(20)))


def test_one_statement_is_kept_for_each_combination() -> None:
    built: list[tuple[str, bool]] = []

    def build(name: str, filtered: bool) -> Any:
        built.append((name, filtered))
        return select(literal(1).label(name))

    variants = Variants(build)
    first = variants("a", True)
    assert variants("a", True) is first
    assert variants("a", False) is not first
    assert built == [("a", True), ("a", False)]


@pytest.mark.parametrize(("planned_anew", "kept"), [(False, 1), (True, 0)])
async def test_a_statement_that_is_planned_anew_leaves_no_plan_behind(
    narrow: Database, planned_anew: bool, kept: int
) -> None:
    mark = secrets.token_hex(6)
    add = Prepared(select((bindparam("a", type_=Integer) + 1).label(mark)), planned_anew=planned_anew)
    plans = text("SELECT count(*) FROM pg_prepared_statements WHERE strpos(statement, :mark) > 0 AND name <> ''")
    async with narrow.read(new_id()) as read:
        for number in range(3):
            assert await read.first(add, {"a": number}) == {mark: number + 1}
        assert await read.scalar(plans, {"mark": mark}) == kept
