"""Who works here."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.core.errors import NotFound
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, Process, Read, Router, Write, requires
from backend.domains.organizations import member_service as service
from backend.domains.organizations.errors import AlreadyMember
from backend.domains.organizations.member_schemas import (
    AssignRole,
    InviteMember,
    MemberPatch,
    MemberState,
    StaffMember,
)
from backend.domains.organizations.team_errors import BeyondOwnRole, LastOwner, NotYourself, WrongMemberState

router = Router(
    tags=["team"], errors=[NotFound, BeyondOwnRole, AlreadyMember, LastOwner, NotYourself, WrongMemberState]
)


@router.get("/members")
async def list_members(
    access: Annotated[Access, requires("members:read")],
    read: Read,
    state: Annotated[
        list[MemberState] | None, Query(max_length=8, description="Left out, those who work here now.")
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[StaffMember]:
    """Who works here, by name, a page at a time; with `state`, also who is invited, suspended, or has left."""
    return await service.staff(read, access, list(state or ["active"]), limit, cursor)


@router.post("/members", status_code=201)
async def invite_member(
    access: Annotated[Access, requires("members:invite", proof=True)],
    session: Write,
    runtime: Process,
    body: InviteMember,
) -> StaffMember:
    """Invite somebody to work here. The mailed link works once and for some days.

    Nobody can give a role that reaches further than their own: 403 `beyond_own_role`. 409 `already_member` when
    somebody with this address belongs here or is invited.
    """
    return await service.invite(session, access, body, days=runtime.settings.invitation_days)


@router.post("/members/{member_id}/invite", status_code=202)
async def invite_member_again(
    access: Annotated[Access, requires("members:invite", proof=True)],
    session: Write,
    runtime: Process,
    member_id: UUID,
) -> StaffMember:
    """Mail the invitation again with a new link; the one before stops working."""
    return await service.invite_again(session, access, member_id, days=runtime.settings.invitation_days)


@router.delete("/members/{member_id}/invite", status_code=204)
async def revoke_member_invitation(
    access: Annotated[Access, requires("members:invite", proof=True)], session: Write, member_id: UUID
) -> None:
    """Withdraw the invitation of somebody who has not taken it up; its link stops working."""
    await service.revoke_invitation(session, access, member_id)


@router.patch("/members/{member_id}")
async def update_member(
    access: Annotated[Access, requires("members:update")], session: Write, member_id: UUID, body: MemberPatch
) -> StaffMember:
    """Change what a member is called here."""
    return await service.rename(session, access, member_id, body.name)


@router.post("/members/{member_id}/role")
async def assign_member_role(
    access: Annotated[Access, requires("members:assign_role", proof=True)],
    session: Write,
    member_id: UUID,
    body: AssignRole,
) -> StaffMember:
    """Give a member another role. It is in effect within a second, for pages that are open, too.

    Nobody can give, or take from somebody, more than they may do themselves: 403 `beyond_own_role`. The last owner
    stays one: 409 `last_owner`.
    """
    return await service.assign_role(session, access, member_id, body.role)


@router.post("/members/{member_id}/suspend")
async def suspend_member(
    access: Annotated[Access, requires("members:suspend")], session: Write, member_id: UUID
) -> StaffMember:
    """Shut a member out, within a second, until they are let in again. Doing it twice changes nothing."""
    return await service.suspend(session, access, member_id)


@router.post("/members/{member_id}/reinstate")
async def reinstate_member(
    access: Annotated[Access, requires("members:suspend")], session: Write, member_id: UUID
) -> StaffMember:
    """Let a suspended member in again. Doing it twice changes nothing."""
    return await service.reinstate(session, access, member_id)


@router.delete("/members/{member_id}", status_code=204)
async def remove_member(
    access: Annotated[Access, requires("members:remove", proof=True)], session: Write, member_id: UUID
) -> None:
    """Remove a member; they are out within a second, and their API keys end.

    What they made stays, and their clients stay with the studio. Invited again, they are the same member as before.
    """
    await service.remove(session, access, member_id)
