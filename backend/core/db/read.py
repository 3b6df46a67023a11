"""Reading: columns, not entities, from a connection that already knows its tenant."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.db.connection import TenantConnection
from backend.core.db.prepared import Prepared, Statements
from backend.core.observability.statements import built_ended
from backend.core.ports import Ports

_NOTHING: Mapping[str, Any] = {}


class ReadSession:
    """Runs selects of columns and answers plain dicts, in the order of the select's columns.

    A `Prepared` goes straight to `driver`.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        driver: TenantConnection,
        watched: Statements,
        ports: Ports,
        organization_id: UUID | None,
    ) -> None:
        self._connection = connection
        self._driver = driver
        self._watched = watched
        self.ports = ports
        self.organization_id = organization_id
        self.statements = 0
        self._ended = False

    def end(self) -> None:
        """Called by core when the block ends: the connection is somebody else's from now on."""
        self._ended = True

    def _refuse_when_ended(self) -> None:
        if self._ended:
            raise RuntimeError("this session has ended, and its connection may know another tenant")

    async def all(
        self, statement: Executable | Prepared, parameters: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Every row as a dict."""
        if isinstance(statement, Prepared):
            self.statements += 1
            return statement.rows(await self._records(statement, parameters or _NOTHING))
        result = await self._execute(statement, parameters)
        # SQLAlchemy names some columns by a subclass of str, which orjson refuses as a key.
        keys = tuple(map(str, result.keys()))
        return [dict(zip(keys, row, strict=True)) for row in result]

    async def first(
        self, statement: Executable | Prepared, parameters: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """The first row as a dict, or None."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None

    async def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return (await self._execute(statement, parameters)).scalar()

    async def scalars(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """The first column of every row."""
        return list((await self._execute(statement, parameters)).scalars())

    async def _execute(self, statement: Executable, parameters: Mapping[str, Any] | None) -> CursorResult[Any]:
        self.statements += 1
        self._refuse_when_ended()
        if self._connection.invalidated:
            # SQLAlchemy would take another connection, which remembers somebody else's tenant.
            raise ConnectionError("the connection of this read was lost")
        result: CursorResult[Any] | None = None
        began = perf_counter()
        try:
            result = await self._connection.execute(statement, parameters)
            return result
        finally:
            built_ended(statement, result, began)

    async def _records(self, statement: Prepared, values: Mapping[str, Any]) -> Sequence[asyncpg.Record]:
        self._refuse_when_ended()
        try:
            return await statement.records(self._driver, self._watched, values)
        except BaseException as error:
            # Cancelled or lost under way: as SQLAlchemy does, the connection is not used again.
            if self._driver.is_closed() or not isinstance(error, Exception):
                await self._connection.invalidate(error)
            raise
