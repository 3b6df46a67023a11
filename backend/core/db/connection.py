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
    """The statements that set both settings. UUIDs are the only values that can get in, so they can be text.

    SET LOCAL, and not set_config(): of the two, Citus hands the former alone on to the nodes that hold the rows.
    """
    organization = str(UUID(str(organization_id))) if organization_id is not None else ""
    user = str(UUID(str(user_id))) if user_id is not None else ""
    scope = "LOCAL" if local else "SESSION"
    return f"SET {scope} stoke.organization_id = '{organization}'; SET {scope} stoke.user_id = '{user}'"


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
