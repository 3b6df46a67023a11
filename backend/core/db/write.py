"""Writing: one transaction that knows its tenant. Opened and committed by core, never by a service."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from backend.core.db.connection import TenantConnection, tenant_sql
from backend.core.db.prepared import Prepared, Statements, as_sqlalchemy
from backend.core.ports import Ports

Hint = Callable[[], Awaitable[None]]


class WriteSession(AsyncSession):
    """An AsyncSession of one organization. `organization_id` is None only for work across organizations."""

    def __init__(
        self,
        engine: AsyncEngine,
        watched: Statements,
        ports: Ports,
        organization_id: UUID | None,
        user_id: UUID | None,
    ) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        self.ports = ports
        self._watched = watched
        self._raw: Any = None
        self._organization_id = organization_id
        self.user_id = user_id
        self.pending_events: list[Any] = []
        self._before_commit: list[Callable[[WriteSession], Awaitable[None]]] = []
        self._after_commit: list[Hint] = []

    @property
    def organization_id(self) -> UUID:
        """The tenant. Asking for it in work across organizations is a mistake of ours."""
        if self._organization_id is None:
            raise RuntimeError("this session has no organization")
        return self._organization_id

    async def announce_tenant(self) -> None:
        """Take a connection whose BEGIN will set the tenant."""
        driver = (await self._joined()).driver_connection
        assert isinstance(driver, TenantConnection)
        driver.at_begin = tenant_sql(self._organization_id, self.user_id, local=True)

    async def switch_tenant(self, organization_id: UUID, user_id: UUID | None) -> None:
        """Go on in the same transaction as another tenant: for sign-up alone, which makes the tenant it enters."""
        self._organization_id, self.user_id = organization_id, user_id
        await self.execute(text(tenant_sql(organization_id, user_id, local=True)))

    async def all(
        self, statement: Executable | Prepared, parameters: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Every row as a dict: the same shape that a `ReadSession` gives."""
        if isinstance(statement, Prepared):
            return await self._prepared(statement, parameters or {})
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

    async def _prepared(self, statement: Prepared, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        connection = await self._joined()
        adapted = connection.dbapi_connection
        driver = connection.driver_connection
        assert isinstance(driver, TenantConnection)
        try:
            if not driver.is_in_transaction():
                await _begin(adapted)
            return statement.rows(await statement.records(driver, self._watched, values))
        except BaseException as error:
            if driver.is_closed() or not isinstance(error, Exception):
                await (await self.connection()).invalidate(error)
            raise

    async def _joined(self) -> Any:
        if self._raw is None or not self.in_transaction():
            self._raw = await (await self.connection()).get_raw_connection()
        return self._raw

    def before_commit(self, step: Callable[["WriteSession"], Awaitable[None]]) -> None:
        """Run `step` in this transaction, just before it commits."""
        self._before_commit.append(step)

    async def finish(self) -> None:
        """Run the last steps, commit, then the hints. Called by core when a request or a job ends well."""
        if self.new or self.dirty or self.deleted:
            await self.flush()
        while self._before_commit:
            await self._before_commit.pop(0)(self)
        await self.commit()
        hints, self._after_commit = self._after_commit, []
        for hint in hints:
            await hint()

    def after_commit(self, hint: Hint) -> None:
        """Run `hint` once the transaction is safe. It may be lost: only for what something else makes up for."""
        self._after_commit.append(hint)


async def _begin(adapted: Any) -> None:
    """Begin as SQLAlchemy does before its first statement, so that it knows of the transaction and ends it."""
    try:
        # Private there; every other way to it sends a statement of its own.
        await adapted._start_transaction()
    except Exception as error:
        raise as_sqlalchemy(error, "BEGIN", (), closed=adapted.driver_connection.is_closed()) from error
