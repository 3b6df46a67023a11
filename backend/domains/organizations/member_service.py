"""Decisions about who works here: inviting, roles, suspending, removing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.audit import Action, action, record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.outbox import emit
from backend.core.pagination import Page
from backend.domains.organizations import member_repository as repository
from backend.domains.organizations import offers, role_repository, service
from backend.domains.organizations.errors import AlreadyMember
from backend.domains.organizations.granting import require_within
from backend.domains.organizations.member_schemas import InviteMember, StaffInvitation, StaffMember
from backend.domains.organizations.models import ApiKey, Member
from backend.domains.organizations.permissions import within
from backend.domains.organizations.policies import visible_members
from backend.domains.organizations.role_service import acting
from backend.domains.organizations.roles import CUSTOM, ROLES, title_of
from backend.domains.organizations.schemas import photo_url
from backend.domains.organizations.standing import permissions_of
from backend.domains.organizations.team_errors import LastOwner, NotYourself, WrongMemberState
from backend.events.organizations import MemberChanged

INVITED = action("members.invited", "invited somebody to work here")
INVITED_AGAIN = action("members.invited_again", "sent an invitation to work here again")
INVITATION_REVOKED = action("members.invitation_revoked", "withdrew an invitation to work here")
RENAMED = action("members.renamed", "changed what a member is called here")
ROLE_CHANGED = action("members.role_changed", "gave a member another role")
SUSPENDED = action("members.suspended", "suspended a member")
REINSTATED = action("members.reinstated", "let a suspended member in again")
REMOVED = action("members.removed", "removed a member")


async def staff(
    read: ReadSession, access: Access, states: list[str], limit: int, cursor: str | None
) -> Page[StaffMember]:
    """Who works here, did, or is invited to: a page by name."""
    page = await repository.staff(read, visible_members(access), states, limit, cursor)
    return Page(items=[_out(row, access) for row in page["items"]], next_cursor=page["next_cursor"])


async def invite(session: WriteSession, access: Access, form: InviteMember, *, days: int) -> StaffMember:
    """Mail an invitation to work here. Raises `BeyondOwnRole`, `AlreadyMember`, and `Invalid` for an unknown role."""
    held = await acting(session, access, "members:invite")
    role, role_id, scopes = await _role(session, form.role)
    if role == "owner":
        # An address may be mistyped, and whoever opens the mail would own the studio.
        raise Invalid(
            errors=[FieldError("/role", "Invite them with another role, and make them an owner once they are here.")]
        )
    require_within(scopes, held, "This role")
    if await repository.state_by_email(session, form.email) is not None:
        raise AlreadyMember(errors=[FieldError("/email", "Somebody with this address belongs here, or is invited.")])
    member_id = await service.add_member(
        session, user_id=None, role=role, role_id=role_id, name=form.name, email=form.email
    )
    await service.invite(session, member_id, email=form.email, inviter_id=access.user_id, days=days)
    return await _done(session, access, member_id, INVITED, {"role": _name(role, role_id)})


async def invite_again(session: WriteSession, access: Access, member_id: UUID, *, days: int) -> StaffMember:
    """Mail a new invitation; the one before stops working. Raises `NotFound`, `WrongMemberState`, `BeyondOwnRole`."""
    held = await acting(session, access, "members:invite")
    row = await _reached(session, held, member_id, states=("invited",))
    await service.invite(session, member_id, email=row["email"], inviter_id=access.user_id, days=days)
    return await _done(session, access, member_id, INVITED_AGAIN)


async def revoke_invitation(session: WriteSession, access: Access, member_id: UUID) -> None:
    """Withdraw an invitation: nobody was here yet, so nothing stays. Raises as `invite_again`."""
    held = await acting(session, access, "members:invite")
    await _reached(session, held, member_id, states=("invited",))
    # First the invitation, then the membership: in the order in which somebody who accepts it just now locks them.
    await service.revoke_invitations(session, member_id)
    gone = await session.scalar(
        delete(Member)
        .where(Member.organization_id == session.organization_id, Member.id == member_id, Member.state == "invited")
        .returning(Member.id)
    )
    if gone is None:
        raise WrongMemberState("They have just taken up the invitation.", extra={"state": "active"})
    _told(session, member_id, INVITATION_REVOKED)


async def rename(session: WriteSession, access: Access, member_id: UUID, name: str | None) -> StaffMember:
    """Change what a member is called here. Raises `NotFound` and `BeyondOwnRole`."""
    held = await acting(session, access, "members:update")
    row = await _reached(session, held, member_id)
    if name is None or name == row["name"]:
        return _out(row, access)
    await _write(session, member_id, {"name": name})
    return await _done(session, access, member_id, RENAMED)


async def assign_role(session: WriteSession, access: Access, member_id: UUID, key: str) -> StaffMember:
    """Give a member another role, in effect within a second.

    Raises `NotFound`, `BeyondOwnRole`, `LastOwner`, `WrongMemberState`, and `Invalid` for a role that is not there.
    """
    held = await acting(session, access, "members:assign_role")
    row = await _reached(session, held, member_id, states=("invited", "active", "suspended"))
    role, role_id, scopes = await _role(session, key)
    require_within(scopes, held, "This role")
    if (role, role_id) == (row["role"], row["role_id"]):
        return _out(row, access)
    if role == "owner" and row["state"] != "active":
        raise WrongMemberState("Only an active member can become an owner.", extra={"state": row["state"]})
    await require_another_owner(session, row)
    await _write(session, member_id, {"role": role, "role_id": role_id})
    await offers.void(session, member_id)
    before = _name(row["role"], row["role_id"])
    return await _done(session, access, member_id, ROLE_CHANGED, {"role": [before, _name(role, role_id)]})


async def suspend(session: WriteSession, access: Access, member_id: UUID) -> StaffMember:
    """Let a member do nothing here until they are let in again. Raises as `remove`."""
    _require_other(access, member_id)
    held = await acting(session, access, "members:suspend")
    row = await _reached(session, held, member_id, states=("active", "suspended"))
    if row["state"] == "suspended":
        return _out(row, access)
    await require_another_owner(session, row)
    await _write(session, member_id, {"state": "suspended"})
    await offers.void(session, member_id)
    return await _done(session, access, member_id, SUSPENDED)


async def reinstate(session: WriteSession, access: Access, member_id: UUID) -> StaffMember:
    """Let a suspended member in again. Raises `NotFound`, `BeyondOwnRole`, `WrongMemberState`."""
    held = await acting(session, access, "members:suspend")
    row = await _reached(session, held, member_id, states=("active", "suspended"))
    if row["state"] == "active":
        return _out(row, access)
    await _write(session, member_id, {"state": "active"})
    return await _done(session, access, member_id, REINSTATED)


async def remove(session: WriteSession, access: Access, member_id: UUID) -> None:
    """Remove a member for good; their API keys end. What they made stays, and so do their clients.

    Raises `NotFound`, `BeyondOwnRole`, `LastOwner`, `NotYourself`, and `WrongMemberState` for who is only invited.
    """
    _require_other(access, member_id)
    held = await acting(session, access, "members:remove")
    row = await _reached(session, held, member_id, states=("active", "suspended"))
    await depart(session, row)
    _told(session, member_id, REMOVED)


async def depart(session: WriteSession, row: Mapping[str, Any]) -> None:
    """End a membership (a row of the staff), under the lock of the team. Raises `LastOwner`.

    For whoever is removed and whoever leaves; the caller writes down which of the two it was.
    """
    await require_another_owner(session, row)
    await _write(session, row["id"], {"state": "left"})
    await offers.void(session, row["id"])
    await session.execute(
        update(ApiKey)
        .where(
            ApiKey.organization_id == session.organization_id,
            ApiKey.member_id == row["id"],
            ApiKey.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )


async def require_another_owner(session: WriteSession, row: Mapping[str, Any]) -> None:
    """Before an active owner stops being one, under the lock of the team: raises `LastOwner` if there is no other."""
    stands = row["role"] == "owner" and row["state"] == "active"
    if stands and await repository.other_owner(session, row["id"]) is None:
        raise LastOwner


def _require_other(access: Access, member_id: UUID) -> None:
    if member_id == access.member_id:
        raise NotYourself


async def _reached(
    session: WriteSession, held: Mapping[str, Scope], member_id: UUID, *, states: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A member whose role reaches no further than what is `held`, in one of the states if any are named."""
    row = await repository.one(session, member_id)
    if row is None:
        raise NotFound
    require_within(permissions_of(row["role"], row["permissions"]), held, "Their role")
    if states and row["state"] not in states:
        raise WrongMemberState(f"This member is {row['state']} now.", extra={"state": row["state"]})
    return row


async def _role(session: WriteSession, key: str) -> tuple[str, UUID | None, Mapping[str, Scope]]:
    if key in ROLES:
        return key, None, ROLES[key]
    row = await role_repository.own_role(session, UUID(key))
    if row is None:
        raise Invalid(errors=[FieldError("/role", "There is no such role (any more).")])
    return CUSTOM, row["id"], permissions_of(CUSTOM, row["permissions"])


def _name(role: str, role_id: UUID | None) -> str:
    return role if role_id is None else str(role_id)


async def _write(session: WriteSession, member_id: UUID, values: Mapping[str, Any]) -> None:
    await session.execute(
        update(Member).where(Member.organization_id == session.organization_id, Member.id == member_id).values(**values)
    )


def _told(session: WriteSession, member_id: UUID, deed: Action, changes: Mapping[str, Any] | None = None) -> None:
    record(session, deed, subject=("member", member_id), changes=changes)
    emit(session, MemberChanged(organization_id=session.organization_id, member_id=member_id))


async def _done(
    session: WriteSession, access: Access, member_id: UUID, deed: Action, changes: Mapping[str, Any] | None = None
) -> StaffMember:
    _told(session, member_id, deed, changes)
    row = await repository.one(session, member_id)
    if row is None:
        raise NotFound
    return _out(row, access)


def _out(row: Mapping[str, Any], access: Access) -> StaffMember:
    invitation = row["sent_at"] and StaffInvitation(sent_at=row["sent_at"], expires_at=row["expires_at"])
    return StaffMember(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        role_id=row["role_id"],
        role_name=title_of(row["role"], row["role_name"]),
        state=row["state"],
        joined_at=row["joined_at"],
        invitation=invitation or None,
        within_reach=not within(permissions_of(row["role"], row["permissions"]), access.permissions),
        photo_url=photo_url(row["id"], row["photo_key"]),
    )
