"""Reading: columns, not entities, from a connection that already knows its tenant."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.ports import Ports


class ReadSession:
    """Runs selects of columns and answers plain dicts, in the order of the select's columns."""

    def __init__(self, connection: AsyncConnection, ports: Ports, organization_id: UUID | None) -> None:
        self._connection = connection
        self.ports = ports
        self.organization_id = organization_id
        self.statements = 0

    async def all(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Every row as a dict."""
        self.statements += 1
        result = await self._connection.execute(statement, parameters)
        # SQLAlchemy names some columns by a subclass of str, which orjson refuses as a key.
        keys = tuple(map(str, result.keys()))
        return [dict(zip(keys, row, strict=True)) for row in result]

    async def first(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """The first row as a dict, or None."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None

    async def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        self.statements += 1
        return (await self._connection.execute(statement, parameters)).scalar()

    async def scalars(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """The first column of every row."""
        self.statements += 1
        return list((await self._connection.execute(statement, parameters)).scalars())
