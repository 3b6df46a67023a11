"""Sign-in at Google and Facebook, and connecting an account there."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from backend.core.errors import StokeError
from backend.core.ids import PLATFORM
from backend.core.routing import Access, Process, Router, public, signed_in
from backend.core.runtime import Runtime
from backend.domains.accounts.errors import EmailUnverified, WrongCredentials
from backend.domains.accounts.external import repository
from backend.domains.accounts.external import service as accounts_elsewhere
from backend.domains.accounts.external.errors import (
    ExternalAddressUnverified,
    ExternalLinkNeeded,
    ExternalRefused,
    ExternalTaken,
    ExternalUnknown,
    LastWayIn,
    ProviderUnknown,
)
from backend.domains.accounts.external.schemas import (
    ExternalAddress,
    ExternalBegin,
    ExternalFinish,
    LinkedAccount,
    LinkedAccounts,
    Provider,
    Providers,
)
from backend.domains.accounts.factors.errors import TicketSpent
from backend.domains.accounts.limits import SignInLimit
from backend.domains.organizations import external
from backend.domains.organizations.auth_router import answered, device_of
from backend.domains.organizations.errors import AlreadyMember, InvitationSpent, MembershipSuspended, NoMembership
from backend.domains.organizations.schemas import SignInOut

router = Router(
    tags=["auth"],
    errors=[
        AlreadyMember,
        EmailUnverified,
        ExternalAddressUnverified,
        ExternalLinkNeeded,
        ExternalRefused,
        ExternalTaken,
        ExternalUnknown,
        InvitationSpent,
        LastWayIn,
        NoMembership,
        MembershipSuspended,
        ProviderUnknown,
        TicketSpent,
        WrongCredentials,
    ],
)

COOKIE = "stoke_external"
_PATH = "/api/auth/external"
_SECONDS = 600
_BEFORE_SIGN_IN = "for people who are not signed in yet; limited by address"
_WRONG = (ExternalRefused, InvitationSpent, TicketSpent)
"""What is counted: a state, a ticket or a link that is not what was given out."""

_BY_STATE = "the state and the cookie of the browser that began are the proof"


def _remember(runtime: Runtime, response: Response, binder: str) -> None:
    # Lax, since the browser comes back from another site; it opens nothing by itself.
    response.set_cookie(
        COOKIE,
        binder,
        max_age=_SECONDS,
        path=_PATH,
        secure=runtime.settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )


@router.get("/auth/providers", dependencies=[public("what the sign-in page offers")])
async def list_providers(runtime: Process) -> Providers:
    """Where one can sign in, beside address and password."""
    return Providers.model_validate({"items": sorted(runtime.ports.identity)})


@router.post("/auth/external/finish", dependencies=[public(_BY_STATE)])
async def finish_external(
    request: Request, response: Response, runtime: Process, limit: SignInLimit, body: ExternalFinish
) -> SignInOut:
    """Finish a sign-in at a provider: `external_unknown` and `external_link_needed` say what to send beside."""
    binder, device = request.cookies.get(COOKIE, ""), device_of(request)
    async with limit.mishaps("external", _WRONG):
        entry = await external.finish(runtime.database, runtime.settings, body, binder, device, limit.failures)
    response.delete_cookie(COOKIE, path=_PATH)
    return answered(runtime, response, entry)


@router.post("/auth/external/{provider}", dependencies=[public(_BEFORE_SIGN_IN)])
async def begin_external(
    response: Response, runtime: Process, limit: SignInLimit, provider: Provider, body: ExternalBegin
) -> ExternalAddress:
    """Begin a sign-in at a provider: send the browser to the answer's `url`."""
    async with limit.mishaps("external", _WRONG):
        begun = await accounts_elsewhere.set_out(runtime.database, runtime.settings, provider, remembered=body.remember)
    _remember(runtime, response, begun.binder)
    return ExternalAddress(url=begun.url)


@router.get(
    "/auth/external/{provider}/callback",
    status_code=303,
    response_class=RedirectResponse,
    response_model=None,
    dependencies=[public(_BY_STATE)],
)
async def return_from_external(
    request: Request,
    runtime: Process,
    limit: SignInLimit,
    provider: Provider,
    state: Annotated[str, Query(max_length=200, description="What Stoke sent the provider, back again.")] = "",
    code: Annotated[str, Query(max_length=2000, description="The provider's; none where the person said no.")] = "",
) -> Response:
    """Where the provider sends the browser back to. Leads on to Stoke's page with a ticket, or with what went wrong."""
    try:
        if not code or not state:
            raise ExternalRefused
        async with limit.mishaps("external", _WRONG):
            ticket = await accounts_elsewhere.returned(
                runtime.database,
                runtime.settings,
                provider,
                state=state,
                code=code,
                binder=request.cookies.get(COOKIE, ""),
            )
        found = {"linked": provider} if ticket is None else {"ticket": ticket, "provider": provider}
    except StokeError as error:
        found = {"error": error.code, "provider": provider}
    # After the hash: it reaches neither a log nor another site.
    return RedirectResponse(f"{runtime.settings.base_url.rstrip('/')}/external#{urlencode(found)}", 303)


@router.get("/auth/me/external")
async def list_linked(runtime: Process, access: Annotated[Access, signed_in()]) -> LinkedAccounts:
    """One's accounts elsewhere, and those that can be connected."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        rows = await repository.linked(session, access.user_id)
        ways = await repository.ways_in(session, access.user_id)
    here = {row["provider"] for row in rows}
    return LinkedAccounts.model_validate(
        {
            "items": [LinkedAccount(**row) for row in rows],
            "available": sorted(set(runtime.ports.identity) - here),
            "can_unlink": ways["password"] or ways["passkey"] or len(here) > 1,
        }
    )


@router.post("/auth/me/external/{provider}")
async def begin_linking(
    response: Response, runtime: Process, access: Annotated[Access, signed_in(proof=True)], provider: Provider
) -> ExternalAddress:
    """Begin to connect an account elsewhere: send the browser to the answer's `url`."""
    to = accounts_elsewhere.LinkTo(access.user_id, access.session_id)
    begun = await accounts_elsewhere.set_out(runtime.database, runtime.settings, provider, remembered=True, link_to=to)
    _remember(runtime, response, begun.binder)
    return ExternalAddress(url=begun.url)


@router.delete("/auth/me/external/{provider}", status_code=204)
async def unlink(runtime: Process, access: Annotated[Access, signed_in(proof=True)], provider: Provider) -> Response:
    """Disconnect an account elsewhere. Refused (409) when it is the last way to sign in."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        await accounts_elsewhere.unlink(session, provider)
    return Response(status_code=204)
