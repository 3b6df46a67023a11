"""Where one belongs: switching, founding, owning, leaving, and the public page to join."""

from typing import Annotated

from fastapi import Request, Response

from backend.core.errors import NotFound
from backend.core.even import evenly
from backend.core.routing import Access, Process, Read, Router, Write, public, requires, signed_in
from backend.domains.accounts.errors import EmailUnverified, SessionEnded, WrongCredentials
from backend.domains.accounts.limits import SignInLimit
from backend.domains.accounts.schemas import Message
from backend.domains.accounts.sessions import csrf_token
from backend.domains.organizations import belonging, joining, ownership
from backend.domains.organizations.auth_router import answered, device_of
from backend.domains.organizations.schemas import SignInOut, TokenOut
from backend.domains.organizations.studio_errors import (
    BelongsAlready,
    NotOpenToJoin,
    NoTransfer,
    NotToBeOwner,
    SignInTooOld,
    TooManyStudios,
    TransferOpen,
)
from backend.domains.organizations.studio_schemas import (
    Founded,
    FoundStudio,
    Join,
    JoinPageOut,
    OfferStudio,
    StartOver,
    Switch,
    Transfers,
)
from backend.domains.organizations.team_errors import LastOwner

router = Router(
    tags=["organization"],
    errors=[
        NotFound,
        WrongCredentials,
        EmailUnverified,
        BelongsAlready,
        SessionEnded,
        SignInTooOld,
        TooManyStudios,
        NotToBeOwner,
        NoTransfer,
        TransferOpen,
        LastOwner,
        NotOpenToJoin,
    ],
)

_BEFORE_SIGN_IN = "for people who cannot sign in to anything; limited by address and account"
_FOR_STRANGERS = "for people whom the studio does not know yet; limited by address, account and studio"
_HOUR = 3600
JOINS_AN_HOUR = 200
"""Of one studio: more than any fair, less than a flood of mails."""


@router.post("/auth/switch")
async def switch_organization(runtime: Process, access: Annotated[Access, signed_in()], body: Switch) -> TokenOut:
    """Go on in another organization that one belongs to: a new access token, in the same sign-in.

    The token before works until it ends: throw it away.
    """
    member_id = await belonging.switch(runtime.database, access, body.organization_id)
    token = runtime.tokens.issue(access.user_id, access.session_id, body.organization_id, member_id)
    secret = runtime.settings.secret_key.get_secret_value()
    return TokenOut(
        access_token=token,
        expires_in=int(runtime.tokens.lifetime.total_seconds()),
        csrf_token=csrf_token(secret, access.session_id),
        organization_id=body.organization_id,
    )


@router.post("/auth/start-over", dependencies=[public(_BEFORE_SIGN_IN)])
async def start_over(
    request: Request, response: Response, runtime: Process, limit: SignInLimit, body: StartOver
) -> SignInOut:
    """Found an organization with an account that belongs to none any more (401 `no_membership`), and sign in to it."""
    async with limit.failures(body.email):
        entry = await belonging.start_over(runtime.database, runtime.settings, body, device_of(request))
    return answered(runtime, response, entry)


@router.post("/organizations", status_code=201)
async def found_organization(
    request: Request, runtime: Process, access: Annotated[Access, signed_in()], body: FoundStudio
) -> Founded:
    """Found another organization and own it. Switch to it to work in it."""
    return await belonging.found(runtime.database, access, body, device_of(request))


@router.get("/organization/transfer")
async def get_organization_transfer(access: Annotated[Access, signed_in()], read: Read) -> Transfers:
    """The open offer to hand the studio over, for whoever made it, got it or may make one; empty for others."""
    return Transfers(items=await ownership.transfers(read, access))


@router.post("/organization/transfer", status_code=201)
async def offer_organization(
    access: Annotated[Access, requires("organization:transfer", proof=True)], session: Write, body: OfferStudio
) -> Transfers:
    """Offer the studio to somebody of the team for 7 days. They are mailed; nothing changes until they accept."""
    return Transfers(items=await ownership.offer(session, access, body.member_id))


@router.delete("/organization/transfer", status_code=204)
async def withdraw_organization_offer(
    access: Annotated[Access, requires("organization:transfer", proof=True)], session: Write
) -> None:
    """Take the open offer back."""
    await ownership.withdraw(session, access)


@router.post("/organization/transfer/accept", status_code=204)
async def accept_organization(access: Annotated[Access, signed_in(proof=True)], session: Write) -> None:
    """Accept the offer that one got: one is the owner within a second, and who offered it is an admin."""
    await ownership.accept(session, access)


@router.post("/organization/transfer/decline", status_code=204)
async def decline_organization(access: Annotated[Access, signed_in()], session: Write) -> None:
    """Say no to the offer that one got."""
    await ownership.decline(session, access)


@router.post("/organization/leave", status_code=204)
async def leave_organization(access: Annotated[Access, signed_in(proof=True)], session: Write) -> None:
    """Give one's own membership up. What one made stays with the studio; the last owner cannot leave."""
    await ownership.leave(session, access)


@router.get("/join/{slug}", dependencies=[public(_FOR_STRANGERS)])
async def get_join_page(runtime: Process, limit: SignInLimit, slug: str) -> JoinPageOut:
    """What the public sign-up page of a studio shows. 404 `not_open_to_join` where there is none."""
    await limit.require("join-page")
    return await joining.page(runtime.database, slug)


@router.post("/join/{slug}", status_code=202, dependencies=[public(_FOR_STRANGERS)])
async def join_organization(runtime: Process, limit: SignInLimit, slug: str, body: Join) -> Message:
    """Ask to become a client. A mail's link confirms the address; the answer is the same for everybody."""
    await limit.require("join", body.email)
    await runtime.limits.require("join:organization", slug[:80], JOINS_AN_HOUR, _HOUR)
    async with evenly():
        await joining.ask(runtime.database, slug, body, days=runtime.settings.invitation_days)
    return Message(message=f"We sent a mail to {body.email}. Open it to go on.")
