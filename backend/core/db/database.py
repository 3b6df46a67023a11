"""The engines of one process and the three kinds of session that they give."""

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from backend.core.db.connection import TenantConnection
from backend.core.db.encoding import dumps, loads
from backend.core.db.lending import Lender, Usage
from backend.core.db.outages import may_come
from backend.core.db.prepared import OF_THE_DRIVER, Listener, Statements, as_sqlalchemy
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.ports import Ports

log = structlog.get_logger(__name__)

_ATTEMPT_SECONDS = 5.0


def driver_url(url: str) -> URL:
    """`postgresql://…` as SQLAlchemy wants it for asyncpg."""
    return make_url(url).set(drivername="postgresql+asyncpg")


class Database:
    """Engines for writes, reads and work across organizations.

    `remember_tenant` must be False behind a pooler that gives each transaction another backend (PgBouncer in
    transaction mode); `prove_one_backend` finds out. `overflow` connections beyond `pool` (as many again, unless
    given) are opened under load and closed after it.
    """

    def __init__(
        self,
        url: str,
        system_url: str,
        ports: Ports,
        *,
        pool: int = 8,
        overflow: int | None = None,
        remember_tenant: bool = True,
        statement_cache: int = 200,
    ) -> None:
        self.ports = ports
        self.remember_tenant = remember_tenant
        self._overflow = overflow
        self._engines = [
            self._engine(url, pool, statement_cache),
            self._engine(url, pool, statement_cache),
            self._engine(system_url, max(2, pool // 2), statement_cache),
            self._engine(url, 1, statement_cache),
        ]
        # Of their own, so that writes that wait for each other's rows keep nobody from reading.
        limits = [size + (size if overflow is None else overflow) for size in (pool, pool, max(2, pool // 2), 1)]
        self._readers, self._writers, self._system, self._probe = (
            Lender(engine, pool, limit) for engine, limit in zip(self._engines, limits, strict=True)
        )
        self._statements = Statements()

    def _engine(self, url: str, pool: int, statement_cache: int) -> AsyncEngine:
        engine = create_async_engine(
            driver_url(url),
            isolation_level="AUTOCOMMIT",
            pool_size=pool,
            max_overflow=pool if self._overflow is None else self._overflow,
            pool_timeout=10,
            pool_pre_ping=False,
            pool_use_lifo=True,
            json_serializer=dumps,
            json_deserializer=loads,
            connect_args={
                "connection_class": TenantConnection,
                "prepared_statement_cache_size": statement_cache,
                "statement_cache_size": statement_cache,
                "timeout": 5,
                "command_timeout": 30,
                "server_settings": {"application_name": "stoke", "jit": "off"},
            },
        )

        @event.listens_for(engine.sync_engine, "checkout")
        def replace_a_dead_one(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
            # Known without a round trip: the server closed the socket, as it does when it restarts.
            if dbapi_connection.driver_connection.is_closed():
                raise DisconnectionError

        return engine

    @asynccontextmanager
    async def write(self, organization_id: UUID, user_id: UUID | None = None) -> AsyncGenerator[WriteSession]:
        """One transaction of one tenant: committed when the block ends well, rolled back otherwise."""
        async with self._writers.lend() as lent, self._transaction(*lent, organization_id, user_id) as session:
            yield session
        await session.tell()

    @asynccontextmanager
    async def system(self) -> AsyncGenerator[WriteSession]:
        """One transaction under the narrowly granted role that sees across organizations.

        Its callers are listed in `tests/architecture/test_tenancy.py`; add one only with a reason.
        """
        async with self._system.lend() as lent, self._transaction(*lent, None, None) as session:
            yield session
        await session.tell()

    @asynccontextmanager
    async def _transaction(
        self,
        connection: AsyncConnection,
        driver: TenantConnection,
        organization_id: UUID | None,
        user_id: UUID | None,
    ) -> AsyncGenerator[WriteSession]:
        session = WriteSession(connection, driver, self._statements, self.ports, organization_id, user_id)
        try:
            await session.begin()
            yield session
            await session.commit()
        except BaseException as error:
            await session.undo(error)
            raise
        finally:
            session.end()

    @asynccontextmanager
    async def read(self, organization_id: UUID | None, user_id: UUID | None = None) -> AsyncGenerator[ReadSession]:
        """A connection in autocommit that sees one tenant's rows. For reading only."""
        async with self._readers.lend() as (connection, driver):
            session = ReadSession(connection, driver, self._statements, self.ports, organization_id)
            if not self.remember_tenant:
                async with self._transaction(connection, driver, organization_id, user_id):
                    try:
                        yield session
                    finally:
                        session.end()
                return
            if driver.remembered != (organization_id, user_id):
                await self._remember(connection, driver, organization_id, user_id)
            try:
                yield session
            finally:
                session.end()

    @staticmethod
    async def _remember(
        connection: AsyncConnection, driver: TenantConnection, organization_id: UUID | None, user_id: UUID | None
    ) -> None:
        try:
            await driver.remember(organization_id, user_id)
        except BaseException as error:
            # The driver was asked directly, so SQLAlchemy does not know that this connection is of no use any more.
            await connection.invalidate(error)
            if isinstance(error, OF_THE_DRIVER):
                raise as_sqlalchemy(error, "", (), closed=True) from error
            raise

    async def wait(self, patience: float = math.inf) -> None:
        """Return once the server takes connections: a process may be started before it.

        Raises what is wrong for good, such as a password or a certificate, at once, and that the server is away after
        `patience` seconds.
        """
        until, pause = time.monotonic() + patience, 0.1
        while True:
            try:
                async with asyncio.timeout(min(_ATTEMPT_SECONDS, max(0.0, until - time.monotonic()))):
                    return await self.alive()
            except Exception as error:
                if not may_come(error) or time.monotonic() + pause > until:
                    raise
                log.warning("database.away", error=f"{type(error).__name__}: {error}"[:200])
            await asyncio.sleep(pause)
            pause = min(1.0, pause * 2)

    async def prove_one_backend(self) -> None:
        """Refuse remembered tenants where a connection may move between backends: it would leak rows.

        A server announces the backend when a connection is opened; a pooler in between announces one of its own making.
        """
        if not self.remember_tenant:
            return
        async with self._readers.lend() as first, self._readers.lend() as second:
            announced = [driver.get_server_pid() for _, driver in (first, second)]
            for _ in range(3):
                seen: list[Any] = [await driver.fetchval("SELECT pg_backend_pid()") for _, driver in (first, second)]
                if seen != announced or seen[0] == seen[1]:
                    raise RuntimeError(
                        "A connection to the database does not keep its backend (there is a pooler in between). "
                        "Set STOKE_DATABASE_REMEMBER_TENANT=false."
                    )

    async def alive(self) -> None:
        """Ask the server for a sign of life, over a connection of its own: full pools are no server that is gone."""
        async with self._probe.lend() as (_, driver):
            await driver.fetchval("SELECT 1")

    @contextmanager
    def watched(self, listener: Listener) -> Generator[None]:
        """Tell `listener` of each statement with its parameters before it is sent, transaction control left out."""

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            listener(statement, parameters)

        engines = [engine.sync_engine for engine in self._engines]
        self._statements.listeners.append(listener)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            self._statements.listeners.remove(listener)
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)

    def usage(self) -> dict[str, Usage]:
        """How busy each pool of this process is."""
        return {"read": self._readers.usage(), "write": self._writers.usage(), "system": self._system.usage()}

    async def close(self) -> None:
        """Close every connection."""
        for lender in (self._readers, self._writers, self._system, self._probe):
            await lender.close()
