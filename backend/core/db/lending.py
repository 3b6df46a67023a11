"""Connections kept ready between uses."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.core.db.connection import TenantConnection, as_tenant_connection

SPARE_SECONDS = 10.0


class Usage(NamedTuple):
    """How busy a pool is: connections in use, the most there can be, tasks that wait for one."""

    in_use: int
    limit: int
    waiting: int


class Lender:
    """Lends connections of `engine`, which is in autocommit, and keeps them out of its pool between uses.

    Taking one from SQLAlchemy's pool and giving it back costs more than a small query. The pool still decides how many
    there are and who waits: a connection goes back to it as soon as anybody waits there, and after any error. Of more
    than `keep`, one that was not needed for `SPARE_SECONDS` is closed: at once would mean to open it again under load.
    """

    def __init__(self, engine: AsyncEngine, keep: int, limit: int) -> None:
        self._engine = engine
        self._keep = keep
        self._limit = limit
        self._lent = 0
        self._idle: list[tuple[AsyncConnection, TenantConnection, float]] = []
        self._waiting = 0

    @asynccontextmanager
    async def lend(self) -> AsyncGenerator[tuple[AsyncConnection, TenantConnection]]:
        """A connection and its driver. After an error the driver forgets its tenant."""
        lent = await self._take()
        connection, driver = lent
        self._lent += 1
        try:
            yield lent
            if connection.in_transaction():
                await connection.rollback()
        except BaseException as error:
            driver.remembered = None
            # Whoever was interrupted cannot know what the server still does for them.
            if driver.is_closed() or driver.is_in_transaction() or not isinstance(error, Exception):
                await connection.invalidate(error)
            await connection.close()
            raise
        finally:
            self._lent -= 1
        if self._waiting or driver.is_closed():
            await connection.close()
            return
        now = time.monotonic()
        self._idle.append((connection, driver, now))
        if len(self._idle) > self._keep and self._idle[0][2] < now - SPARE_SECONDS:
            spare = self._idle.pop(0)[0]
            # The pool, which believes those kept here to be in use, would keep it too.
            await spare.invalidate()
            await spare.close()

    def usage(self) -> Usage:
        """How busy it is now."""
        return Usage(self._lent, self._limit, self._waiting)

    async def close(self) -> None:
        """Give back what is kept, and close the pool."""
        while self._idle:
            await self._idle.pop()[0].close()
        await self._engine.dispose()

    async def _take(self) -> tuple[AsyncConnection, TenantConnection]:
        while self._idle:
            connection, driver, _ = self._idle.pop()
            if not driver.is_closed():
                return connection, driver
            await connection.invalidate()
            await connection.close()
        self._waiting += 1
        try:
            connection = await self._engine.connect()
        finally:
            self._waiting -= 1
        try:
            return connection, as_tenant_connection((await connection.get_raw_connection()).driver_connection)
        except BaseException:
            await connection.close()
            raise
