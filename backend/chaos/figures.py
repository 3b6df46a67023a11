"""What the clients' list shows, against the same figures worked out anew."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.domains.clients.models import Client, ClientFacts
from backend.domains.workouts.service import facts


class _UndoneError(Exception):
    """Takes the recomputation back."""


async def broken_facts(database: Database, organization_id: UUID) -> list[str]:
    """Clients whose `client_facts` differ from what a refresh makes of the raw rows. Changes nothing."""
    found: list[str] = []
    try:
        async with database.write(organization_id) as session:
            before = await _facts(session)
            ids: list[UUID] = [row["id"] for row in await session.all(select(Client.id))]
            await facts.refresh(session, ids)
            after = await _facts(session)
            found = [
                f"facts of client {id_}: {before.get(id_)} instead of {row}"
                for id_, row in after.items()
                if id_ in before and before[id_] != row
            ]
            raise _UndoneError
    except _UndoneError:
        return found


async def _facts(session: WriteSession) -> dict[UUID, dict[str, Any]]:
    columns = [column for column in ClientFacts.__table__.c if column.name not in ("created_at", "updated_at")]
    return {row["id"]: row for row in await session.all(select(*columns))}
