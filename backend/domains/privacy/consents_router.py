"""Consents: what one is asked, and what one decides."""

from typing import Annotated

from fastapi import Request

from backend.core.errors import Forbidden, Unauthenticated
from backend.core.routing import Access, Read, Router, Write, signed_in
from backend.domains.privacy.errors import ConsentNeeded, ConsentTextChanged, NoSuchConsent
from backend.domains.privacy.schemas import ConsentIn, ConsentList, ConsentOut, DecisionList
from backend.domains.privacy.service import consents
from backend.domains.privacy.service.consents import Proof

router = Router(
    prefix="/privacy/consents",
    tags=["privacy"],
    errors=[Unauthenticated, Forbidden, NoSuchConsent, ConsentTextChanged, ConsentNeeded],
)


@router.get("")
async def list_my_consents(access: Annotated[Access, signed_in()], read: Read) -> ConsentList:
    """What one is asked to consent to, with the texts that stand now, and what one decided last."""
    return await consents.overview(read, access)


@router.get("/history")
async def list_my_decisions(access: Annotated[Access, signed_in()], read: Read) -> DecisionList:
    """Every decision one made here, with its proof, the newest first."""
    return DecisionList(items=await consents.history(read, access.member_id))


@router.post("/{kind}")
async def decide_my_consent(
    access: Annotated[Access, signed_in()], session: Write, request: Request, kind: str, body: ConsentIn
) -> ConsentOut:
    """Give or withdraw a consent. What is withdrawn, staff no longer see from this answer on.

    409 `consent_text_changed` when `version` is not the text's that stands now.
    """
    proof = Proof(str(request.scope.get("client_address", "")), request.headers.get("user-agent", ""))
    return await consents.decide(session, access, kind, version=body.version, given=body.given, proof=proof)
