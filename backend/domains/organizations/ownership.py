"""Handing an organization over to another owner, who accepts; and leaving it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from backend.core import clock
from backend.core.access import Access
from backend.core.audit import action, record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.mail import queue_mail
from backend.core.outbox import emit
from backend.domains.organizations import service, studio_mails
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.member_service import depart
from backend.domains.organizations.models import Member, OwnershipTransfer
from backend.domains.organizations.role_repository import lock_team
from backend.domains.organizations.role_service import acting
from backend.domains.organizations.roles import STAFF_ROLES
from backend.domains.organizations.studio_errors import NoTransfer, NotToBeOwner, TransferOpen
from backend.domains.organizations.studio_schemas import TransferOut
from backend.events.organizations import ClientLeft, MemberChanged, OrganizationChanged

HOLDS_DAYS = 7

OFFERED = action("organization.offered", "offered to hand the studio over")
WITHDRAWN = action("organization.offer_withdrawn", "withdrew the offer to hand the studio over")
DECLINED = action("organization.offer_declined", "declined to own the studio")
HANDED_OVER = action("organization.handed_over", "became the owner in somebody's place")
LEFT = action("members.left", "left the studio")


async def transfers(session: ReadSession | WriteSession, access: Access) -> list[TransferOut]:
    """The open offer, for whoever made it, got it or may make one."""
    row = await repository.open_transfer(session)
    if row is None:
        return []
    to_me, by_me = row["to_member_id"] == access.member_id, "organization:transfer" in access.permissions
    if not to_me and not by_me:
        return []
    return [TransferOut(mine="to_answer" if to_me else "to_withdraw", **row)]


async def offer(session: WriteSession, access: Access, member_id: UUID) -> list[TransferOut]:
    """Offer the organization to somebody of the team, who is told by mail. Nothing changes until they accept.

    Raises `NotFound`, `NotToBeOwner`, `TransferOpen`, and `Forbidden` for whoever is no owner.
    """
    await acting(session, access, "organization:transfer")
    giver = await repository.membership(session, access.member_id)
    if giver is None or giver["role"] != "owner":
        raise Forbidden("Only an owner can hand the studio over.")
    taker = await repository.membership(session, member_id)
    if taker is None:
        raise NotFound
    if not _could_own(taker):
        raise NotToBeOwner
    if await repository.open_transfer(session) is not None:
        raise TransferOpen
    await _close(session, "withdrawn")  # one that ran out
    await session.execute(
        insert(OwnershipTransfer).values(
            organization_id=session.organization_id,
            id=new_id(),
            from_member_id=access.member_id,
            to_member_id=member_id,
            expires_at=clock.now() + timedelta(days=HOLDS_DAYS),
        )
    )
    name = (await repository.locked(session, "name"))["name"]
    link = f"{session.ports.base_url}/app/settings/studio"
    if taker["email"] is not None:
        letter = studio_mails.offered(taker["name"], name, giver["name"], link, HOLDS_DAYS)
        await queue_mail(session, taker["email"], letter)
    record(session, OFFERED, subject=("member", member_id))
    emit(session, MemberChanged(organization_id=session.organization_id, member_id=member_id))
    return await transfers(session, access)


async def withdraw(session: WriteSession, access: Access) -> None:
    """Take the open offer back. Raises `NoTransfer`."""
    await acting(session, access, "organization:transfer")
    row = await _open(session)
    await _close(session, "withdrawn")
    record(session, WITHDRAWN, subject=("member", row["to_member_id"]))
    emit(session, MemberChanged(organization_id=session.organization_id, member_id=row["to_member_id"]))


async def accept(session: WriteSession, access: Access) -> None:
    """Own the organization; who offered it becomes an admin. In effect within a second. Raises `NoTransfer`.

    The offer is void when the one who made it is no owner any more, the one who got it has left, or either of them came
    to the studio after it was made. What ends it before is in `offers.void`.
    """
    await lock_team(session)
    row = await _open(session)
    giver = await repository.membership(session, row["from_member_id"])
    taker = await repository.membership(session, access.member_id)
    if row["to_member_id"] != access.member_id or giver is None or taker is None:
        raise NoTransfer
    if (giver["role"], giver["state"]) != ("owner", "active") or not _could_own(taker):
        raise NoTransfer
    if any(party["joined_at"] is None or party["joined_at"] > row["created_at"] for party in (giver, taker)):
        raise NoTransfer
    await _close(session, "accepted")
    for member_id, role in ((giver["id"], "admin"), (taker["id"], "owner")):
        await session.execute(
            update(Member)
            .where(Member.organization_id == session.organization_id, Member.id == member_id)
            .values(role=role, role_id=None)
        )
        emit(session, MemberChanged(organization_id=session.organization_id, member_id=member_id))
    emit(session, OrganizationChanged(organization_id=session.organization_id))
    record(
        session,
        HANDED_OVER,
        subject=("member", giver["id"]),
        changes={"owner": [str(giver["id"]), str(taker["id"])]},
    )
    if giver["email"] is not None:
        name = (await repository.locked(session, "name"))["name"]
        await queue_mail(session, giver["email"], studio_mails.handed_over(giver["name"], name, taker["name"]))


async def decline(session: WriteSession, access: Access) -> None:
    """Say no to the offer that one got. Raises `NoTransfer`."""
    await lock_team(session)
    row = await _open(session)
    if row["to_member_id"] != access.member_id:
        raise NoTransfer
    await _close(session, "declined")
    record(session, DECLINED, subject=("member", access.member_id))
    emit(session, MemberChanged(organization_id=session.organization_id, member_id=row["from_member_id"]))


async def leave(session: WriteSession, access: Access) -> None:
    """Give one's own membership up, within a second. Raises `LastOwner`.

    Staff stay in the records as who they were; a client's record stays with the studio, and can be invited again.
    """
    await lock_team(session)
    row = await repository.membership(session, access.member_id)
    if row is None or row["state"] != "active":
        raise NotFound
    if row["role"] == "client":
        await _free(session, access.member_id)
        emit(session, ClientLeft(organization_id=session.organization_id, member_id=access.member_id))
    else:
        await depart(session, row)
        emit(session, MemberChanged(organization_id=session.organization_id, member_id=access.member_id))
    record(session, LEFT, subject=("member", access.member_id), person_id=access.user_id)


def _could_own(row: Mapping[str, Any]) -> bool:
    return row["state"] == "active" and row["role"] in STAFF_ROLES and row["role"] != "owner"


async def _open(session: WriteSession) -> dict[str, Any]:
    row = await repository.open_transfer(session)
    if row is None:
        raise NoTransfer
    return row


async def _close(session: WriteSession, state: str) -> None:
    await session.execute(
        update(OwnershipTransfer)
        .where(OwnershipTransfer.organization_id == session.organization_id, OwnershipTransfer.state == "open")
        .values(state=state)
    )


async def _free(session: WriteSession, member_id: UUID) -> None:
    """A client's membership, which their record points at, waits for an invitation again: to them or to nobody."""
    await service.revoke_invitations(session, member_id)
    await session.execute(
        update(Member)
        .where(Member.organization_id == session.organization_id, Member.id == member_id)
        .values(user_id=None, state="invited", joined_at=None, photo_key=None)
    )
