"""Clients who come and go by themselves: from the organization's public sign-up page, and by leaving."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.core.audit import action
from backend.core.db.write import WriteSession
from backend.core.outbox import emit
from backend.domains.clients import deeds
from backend.domains.clients.models import Client
from backend.domains.clients.service.bulk import NewClient, add_many
from backend.domains.organizations.models import Member
from backend.events.clients import ClientUpdated

JOINED = action("clients.joined", "became a client by the public sign-up page")


async def take_in(session: WriteSession, member_id: UUID) -> None:
    """Give a client who has just joined their record; doing it twice changes nothing.

    A record with their address that nobody signs in to is theirs: the address was confirmed. A new one goes to the
    owner, who hands it over.
    """
    member = await session.first(
        select(Member.role, Member.state, Member.name, Member.email).where(
            Member.organization_id == session.organization_id, Member.id == member_id
        )
    )
    if member is None or (member["role"], member["state"]) != ("client", "active"):
        return
    if await _record_of(session, member_id) is not None or await _found(session, member_id, member["email"]):
        return
    first, _, last = str(member["name"]).partition(" ")
    client = NewClient(
        first_name=first,
        last_name=last,
        email=member["email"],
        trainer_member_id=await _first_owner(session),
        member_id=member_id,
        access="active",
    )
    if not await add_many(session, [client]):
        # Somebody else who signs in here has this address in their record.
        client = replace(client, email=None)
        await add_many(session, [client])
    deeds.note(session, JOINED, client.id, personal={"name": [None, member["name"]]})


async def let_go(session: WriteSession, member_id: UUID) -> None:
    """A client gave their membership up: the record stays, and nobody signs in to it."""
    row = await session.first(
        update(Client)
        .where(
            Client.organization_id == session.organization_id,
            Client.member_id == member_id,
            Client.access == "active",
            # Told late, they may be here again.
            select(Member.id)
            .where(
                Member.organization_id == Client.organization_id,
                Member.id == Client.member_id,
                Member.user_id.is_(None),
            )
            .exists(),
        )
        .values(access="none")
        .returning(Client.id, Client.trainer_member_id)
    )
    if row is not None:
        _tell(session, row, None)


async def _record_of(session: WriteSession, member_id: UUID) -> dict[str, Any] | None:
    return await session.first(
        select(Client.id).where(Client.organization_id == session.organization_id, Client.member_id == member_id)
    )


async def _found(session: WriteSession, member_id: UUID, email: str | None) -> bool:
    row = await session.first(
        update(Client)
        .where(
            Client.organization_id == session.organization_id,
            Client.email == email,
            Client.member_id.is_(None),
            Client.status != "archived",
        )
        .values(member_id=member_id, access="active")
        .returning(Client.id, Client.trainer_member_id)
    )
    if row is None:
        return False
    _tell(session, row, member_id)
    deeds.note(session, JOINED, row["id"])
    return True


async def _first_owner(session: WriteSession) -> UUID:
    owner: UUID = await session.scalar(
        select(Member.id)
        .where(Member.organization_id == session.organization_id, Member.role == "owner", Member.state == "active")
        .order_by(Member.joined_at, Member.id)
        .limit(1)
    )
    return owner


def _tell(session: WriteSession, row: dict[str, Any], member_id: UUID | None) -> None:
    emit(
        session,
        ClientUpdated(
            organization_id=session.organization_id,
            client_id=row["id"],
            trainer_member_id=row["trainer_member_id"],
            client_member_id=member_id,
        ),
    )
