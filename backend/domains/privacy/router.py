"""What there is about oneself or a client, who opened it, and what is asked for."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from backend.core.errors import Forbidden, NotFound, Unauthenticated
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, Read, Router, json_response, requires, signed_in
from backend.domains.privacy.schemas import ClientPrivacy, MyPrivacy, OpeningOut, RequestList, UndecidedList
from backend.domains.privacy.service import accepting, reading

router = Router(tags=["privacy"], errors=[Unauthenticated, Forbidden, NotFound])


@router.get("/privacy/mine")
async def get_my_privacy(access: Annotated[Access, signed_in()], read: Read) -> MyPrivacy:
    """What one withholds from staff, one's exports, and an erasure that waits."""
    return await reading.mine(read, access)


@router.get("/privacy/requests")
async def list_privacy_requests(access: Annotated[Access, requires("privacy:read")], read: Read) -> RequestList:
    """Erasures that wait, and what staff exported lately."""
    return await reading.requests(read)


@router.get("/privacy/undecided")
async def list_undecided(access: Annotated[Access, requires("privacy:read")], read: Read) -> UndecidedList:
    """Who has yet to accept terms or privacy notice as they stand now, or to decide about notes on their health."""
    return await accepting.everybody_undecided(read)


@router.get("/clients/{client_id}/privacy")
async def get_client_privacy(
    access: Annotated[Access, requires("privacy:read")], read: Read, client_id: UUID
) -> ClientPrivacy:
    """A client's decisions with their proofs, what they withhold, and their erasure."""
    return await reading.of_client(read, access, client_id)


@router.get("/clients/{client_id}/openings", response_model=Page[OpeningOut])
async def list_openings(
    access: Annotated[Access, requires("privacy:openings")],
    read: Read,
    client_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Who opened which class of a client's data, the latest hour first. Kept for two years; nobody can change it.

    Looking at lists of many clients is no opening. An opening is told once an hour, some moments after it.
    """
    return json_response(await reading.openings(read, access, client_id, limit, cursor))
