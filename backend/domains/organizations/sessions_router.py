"""Where one is signed in, and signing out there."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from backend.core.errors import NotFound
from backend.core.ids import PLATFORM
from backend.core.routing import Access, Process, Router, signed_in
from backend.domains.accounts import sign_ins
from backend.domains.organizations import overdue
from backend.domains.organizations.session_schemas import SignInList, sign_in_out

router = Router(prefix="/auth/sessions", tags=["auth"], errors=[NotFound])


@router.get("")
async def list_sessions(runtime: Process, access: Annotated[Access, signed_in()]) -> SignInList:
    """The devices and browsers that one is signed in with, the last used one first."""
    async with runtime.database.read(access.organization_id, access.user_id) as read:
        rows = await overdue.sign_ins_of(read, access.user_id)
    return SignInList(items=[sign_in_out(row, current=row["id"] == access.session_id) for row in rows])


@router.delete("/{session_id}", status_code=204)
async def end_session(runtime: Process, access: Annotated[Access, signed_in()], session_id: UUID) -> Response:
    """Sign out one device. Its access token stops working within a second."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        if not await sign_ins.end(session, access.user_id, only=session_id):
            raise NotFound
    return Response(status_code=204)


@router.delete("", status_code=204)
async def end_other_sessions(runtime: Process, access: Annotated[Access, signed_in()]) -> Response:
    """Sign out every device but this one."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        await sign_ins.end(session, access.user_id, but=access.session_id)
    return Response(status_code=204)
