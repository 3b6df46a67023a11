"""Writing: one transaction that knows its tenant. Opened and committed by core, never by a service."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.db.connection import TenantConnection, tenant_sql
from backend.core.db.prepared import Prepared, Statements, as_sqlalchemy
from backend.core.observability.statements import built_ended
from backend.core.ports import Ports

log = structlog.get_logger(__name__)

Hint = Callable[[], Awaitable[None]]

_OF_THE_DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


class WriteSession:
    """A transaction of one organization. `organization_id` is None only for work across organizations.

    `connection` is in autocommit as SQLAlchemy sees it: BEGIN and COMMIT go straight to its `driver`, and whatever
    either of them sends stands between.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        driver: TenantConnection,
        watched: Statements,
        ports: Ports,
        organization_id: UUID | None,
        user_id: UUID | None,
    ) -> None:
        self.ports = ports
        self._connection = connection
        self._driver = driver
        self._watched = watched
        self._organization_id = organization_id
        self.user_id = user_id
        self._depth = 0
        self._ended = False
        self.again = False
        """Whether this is a write that is run anew: see `races.StartOver`."""
        self.pending_events: list[Any] = []
        self.put_off: dict[UUID, datetime] = {}
        """When handlers may hear of pending events, by the event's id, where that is not at once."""
        self.pending_deeds: list[Any] = []
        """What `audit.record` gathers."""
        self._before_commit: list[Callable[[WriteSession], Awaitable[None]]] = []
        self._after_commit: list[Hint] = []

    @property
    def organization_id(self) -> UUID:
        """The tenant. Asking for it in work across organizations is a mistake of ours."""
        if self._organization_id is None:
            raise RuntimeError("this session has no organization")
        return self._organization_id

    async def switch_tenant(self, organization_id: UUID, user_id: UUID | None) -> None:
        """Go on in the same transaction as another tenant: for sign-up, which makes it, and for what many are told."""
        await self._send(tenant_sql(organization_id, user_id, local=True))
        self._organization_id, self.user_id = organization_id, user_id

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement, once for each of several sets of parameters."""
        self._refuse_when_ended()
        if self._connection.invalidated:
            # SQLAlchemy would take another connection, outside this transaction.
            raise ConnectionError("the connection of this transaction was lost")
        result: CursorResult[Any] | None = None
        began = perf_counter()
        try:
            result = await self._connection.execute(statement, parameters)
            return result
        finally:
            built_ended(statement, result, began)

    async def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return (await self.execute(statement, parameters)).scalar()

    async def all(
        self, statement: Executable | Prepared, parameters: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Every row as a dict: the same shape that a `ReadSession` gives."""
        if isinstance(statement, Prepared):
            self._refuse_when_ended()
            return statement.rows(await statement.records(self._driver, self._watched, parameters or {}))
        result = await self.execute(statement, parameters)
        # SQLAlchemy names some columns by a subclass of str, which orjson refuses as a key.
        keys = tuple(map(str, result.keys()))
        return [dict(zip(keys, row, strict=True)) for row in result]

    async def first(
        self, statement: Executable | Prepared, parameters: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """The first row as a dict, or None."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None

    @asynccontextmanager
    async def savepoint(self) -> AsyncGenerator[None]:
        """A part that can fail alone: leaving the block by an error undoes what was done in it."""
        # Named by depth: SQLAlchemy's count on for ever, and each would push a statement out of the driver's cache.
        name = f"part_{self._depth}"
        await self._send(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except Exception:
            if not self._driver.is_closed():
                await self._send(f"ROLLBACK TO SAVEPOINT {name}; RELEASE SAVEPOINT {name}")
            raise
        else:
            await self._send(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1

    def before_commit(self, step: Callable[["WriteSession"], Awaitable[None]]) -> None:
        """Run `step` in this transaction, just before it commits."""
        self._before_commit.append(step)

    def after_commit(self, hint: Hint) -> None:
        """Run `hint` once the transaction is safe. It may be lost: only for what something else makes up for."""
        self._after_commit.append(hint)

    async def begin(self) -> None:
        """Open the transaction. Called by core."""
        await self._send(f"BEGIN; {tenant_sql(self._organization_id, self.user_id, local=True)}")

    async def commit(self) -> None:
        """Run the last steps and commit. Called by core when a request or a job ends well."""
        while self._before_commit:
            await self._before_commit.pop(0)(self)
        if await self._send("COMMIT") != "COMMIT":
            # Somebody went on after an error that the database had answered by giving the transaction up.
            raise RuntimeError("the transaction was undone by an error that was caught without a savepoint")

    async def undo(self, error: BaseException) -> None:
        """Roll back after `error`. A connection that was lost, or left amid a statement, is closed instead."""
        if isinstance(error, Exception) and not self._driver.is_closed():
            try:
                await self._driver.execute("ROLLBACK")
            except _OF_THE_DRIVER:
                await self._connection.invalidate()
            return
        await self._connection.invalidate(error)

    def end(self) -> None:
        """Called by core when the block ends: the connection is somebody else's from now on."""
        self._ended = True

    def _refuse_when_ended(self) -> None:
        if self._ended:
            raise RuntimeError("this session has ended, and its connection may know another tenant")

    async def tell(self) -> None:
        """Run the hints. Called by core after the commit, which stands however they end."""
        hints, self._after_commit = self._after_commit, []
        for failed in await asyncio.gather(*(hint() for hint in hints), return_exceptions=True):
            if isinstance(failed, Exception):
                log.error("hint.failed", exc_info=failed)

    async def _send(self, sql: str) -> str:
        """Transaction control, straight to the driver; what fails is told as SQLAlchemy would."""
        self._refuse_when_ended()
        try:
            return await self._driver.execute(sql)
        except _OF_THE_DRIVER as error:
            raise as_sqlalchemy(error, sql, (), closed=self._driver.is_closed()) from error
