"""What training reads of clients: whom a program is for, and which day it is for them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, any_, cast, func, select
from sqlalchemy import UUID as SqlUuid

from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.domains.clients.models import Client
from backend.domains.clients.policies import visible_clients
from backend.domains.organizations.models import Organization
from backend.domains.training.repository.exercises import Selected, Session

NAME = func.trim(Client.first_name + " " + Client.last_name)
ZONE = func.coalesce(Client.time_zone, Organization.time_zone)


def columns() -> list[Selected]:
    """Columns about the client; join `Organization` for the zone."""
    return [
        NAME.label("client_name"),
        ZONE.label("zone"),
        Client.trainer_member_id,
        Client.member_id.label("client_member_id"),
    ]


async def one(session: Session, access: Access, client_id: UUID) -> dict[str, Any] | None:
    """A client that one sees."""
    return await session.first(
        select(Client.id, Client.status, *columns())
        .join(Organization, Organization.id == Client.organization_id)
        .where(visible_clients(access), Client.id == client_id)
    )


async def lock(session: WriteSession, access: Access, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Clients that one sees, by id; nobody else gives them a program until this transaction ends."""
    rows = await session.all(
        select(Client.id, Client.status, *columns())
        .join(Organization, Organization.id == Client.organization_id)
        .where(visible_clients(access), Client.id == any_(cast(list(ids), ARRAY(SqlUuid))))
        .order_by(Client.id)
        .with_for_update(key_share=True, of=Client)
    )
    return {row["id"]: row for row in rows}
