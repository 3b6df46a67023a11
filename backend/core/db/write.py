"""Writing: one transaction that knows its tenant. Opened and committed by core, never by a service."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from backend.core.db.connection import TenantConnection, tenant_sql
from backend.core.ports import Ports

Hint = Callable[[], Awaitable[None]]


class WriteSession(AsyncSession):
    """An AsyncSession of one organization. `organization_id` is None only for work across organizations."""

    def __init__(self, engine: AsyncEngine, ports: Ports, organization_id: UUID | None, user_id: UUID | None) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        self.ports = ports
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
        connection = await self.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, TenantConnection)
        driver.at_begin = tenant_sql(self._organization_id, self.user_id, local=True)

    async def switch_tenant(self, organization_id: UUID, user_id: UUID | None) -> None:
        """Go on in the same transaction as another tenant: for sign-up alone, which makes the tenant it enters."""
        self._organization_id, self.user_id = organization_id, user_id
        await self.execute(text(tenant_sql(organization_id, user_id, local=True)))

    async def all(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Every row as a dict: the same shape that a `ReadSession` gives."""
        result = await self.execute(statement, parameters)
        # SQLAlchemy names some columns by a subclass of str, which orjson refuses as a key.
        keys = tuple(map(str, result.keys()))
        return [dict(zip(keys, row, strict=True)) for row in result]

    async def first(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """The first row as a dict, or None."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None

    def before_commit(self, step: Callable[["WriteSession"], Awaitable[None]]) -> None:
        """Run `step` in this transaction, just before it commits."""
        self._before_commit.append(step)

    async def finish(self) -> None:
        """Run the last steps, commit, then the hints. Called by core when a request or a job ends well."""
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
