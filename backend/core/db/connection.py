"""A database connection that carries the tenant.

Row-level security reads two settings: `stoke.organization_id` and `stoke.user_id`. They are set in this module
alone. A transaction gets them in the same round trip as its BEGIN; a read connection in autocommit remembers
them from one read to the next and changes them only when they differ.
"""

from functools import lru_cache
from typing import Any
from uuid import UUID

import asyncpg


@lru_cache(maxsize=4096)
def tenant_sql(organization_id: UUID | None, user_id: UUID | None, *, local: bool) -> str:
    """The statement that sets both settings. UUIDs are the only values that can get in, so it can be text."""
    organization = str(UUID(str(organization_id))) if organization_id is not None else ""
    user = str(UUID(str(user_id))) if user_id is not None else ""
    scope = "true" if local else "false"
    return (
        f"SELECT set_config('stoke.organization_id', '{organization}', {scope}), "
        f"set_config('stoke.user_id', '{user}', {scope})"
    )


class TenantConnection(asyncpg.Connection):  # pyright: ignore[reportMissingTypeArgument]  # generic in stubs only
    """An asyncpg connection that remembers its tenant between reads."""

    remembered: tuple[UUID | None, UUID | None] | None = None

    async def remember(self, organization_id: UUID | None, user_id: UUID | None) -> None:
        """Set the tenant for the statements that follow outside a transaction."""
        wanted = (organization_id, user_id)
        if self.remembered == wanted:
            return
        self.remembered = None
        await self.execute(tenant_sql(organization_id, user_id, local=False))
        self.remembered = wanted


def as_tenant_connection(driver: Any) -> TenantConnection:
    """The driver's connection under SQLAlchemy's, which knows it as anything."""
    assert isinstance(driver, TenantConnection)
    return driver
