"""Accounts of people whose address is proved as they come: by an invitation's link, or by a provider that vouches.

A sign-up with that address which nobody confirmed counts as none. Anybody can make one, so it must neither keep the
address's owner out nor leave them anything: its password and links end, and so does the studio that it wanted, which
nobody was ever let into.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.domains.accounts import service as accounts
from backend.domains.organizations.models import Member, Organization


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who proved an address that is nobody's account. Without `password_hash` they have another way in."""

    user_id: UUID
    email: str
    name: str
    password_hash: str | None
    time_zone: str


async def arrive(session: WriteSession, newcomer: Newcomer, pending: Mapping[str, Any] | None) -> None:
    """Make their account, from the sign-up (a user row) that waits with their address where there is one.

    The session is that of `newcomer.user_id`. Raises `TicketSpent` when the sign-up was confirmed meanwhile.
    """
    if pending is None:
        await accounts.create_user(
            session,
            user_id=newcomer.user_id,
            email=newcomer.email,
            name=newcomer.name,
            password_hash=newcomer.password_hash,
            time_zone=newcomer.time_zone,
            verified=True,
        )
        return
    await accounts.take_over(
        session,
        newcomer.user_id,
        name=newcomer.name,
        password_hash=newcomer.password_hash,
        time_zone=newcomer.time_zone,
    )
    await _close_what_waited(session, newcomer.user_id)


async def _close_what_waited(session: WriteSession, user_id: UUID) -> None:
    """The studios of the sign-up have nobody any more, and go with the next run that deletes studios.

    Nobody was ever there to read of it, so no deed is written down; and nobody is left to be mailed.
    """
    here = session.organization_id
    # One's own memberships are seen whatever the tenant: the policy `members.own`.
    waiting = await session.all(
        select(Member.organization_id, Member.id).where(Member.user_id == user_id, Member.state == "active")
    )
    for row in waiting:
        await session.switch_tenant(row["organization_id"], user_id)
        await session.execute(
            update(Member)
            .where(Member.organization_id == row["organization_id"], Member.id == row["id"])
            .values(state="left")
        )
        await session.execute(
            update(Organization)
            .where(Organization.id == row["organization_id"])
            .values(state="deleting", delete_after=clock.now())
        )
    await session.switch_tenant(here, user_id)
