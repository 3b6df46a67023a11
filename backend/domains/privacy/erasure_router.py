"""Erasure of personal data."""

from typing import Annotated
from uuid import UUID

from backend.core.errors import Forbidden, NotFound, ProofRequired, Unauthenticated
from backend.core.routing import Access, Router, Write, requires, signed_in
from backend.domains.privacy.errors import ErasureDone, NoErasure, NotAClient
from backend.domains.privacy.schemas import ErasureOut
from backend.domains.privacy.service import erasing

router = Router(
    tags=["privacy"], errors=[Unauthenticated, Forbidden, ProofRequired, NotFound, NotAClient, NoErasure, ErasureDone]
)

Erases = Annotated[Access, requires("privacy:erase", proof=True)]


@router.post("/privacy/mine/erasure", status_code=202)
async def erase_my_data(access: Annotated[Access, signed_in(proof=True)], session: Write) -> ErasureOut:
    """Have everything kept about oneself here erased in 30 days. Asking again changes nothing."""
    return await erasing.ask_for_own(session, access)


@router.delete("/privacy/mine/erasure")
async def keep_my_data(access: Annotated[Access, signed_in()], session: Write) -> ErasureOut:
    """Take the erasure back, whoever asked for it."""
    return await erasing.cancel_own(session, access)


@router.post("/clients/{client_id}/erasure", status_code=202)
async def erase_client_data(access: Erases, session: Write, client_id: UUID) -> ErasureOut:
    """Have everything kept about a client erased in 30 days; they are told by mail. Asking again changes nothing."""
    return await erasing.ask_for(session, access, client_id)


@router.delete("/clients/{client_id}/erasure")
async def keep_client_data(access: Erases, session: Write, client_id: UUID) -> ErasureOut:
    """Take an erasure back in time. One that the client asked for is theirs to take back."""
    return await erasing.cancel(session, access, client_id)
