"""Signing up, in, on and out, and who one is."""

from typing import Annotated

from fastapi import Request, Response

from backend.core.even import evenly
from backend.core.ids import PLATFORM
from backend.core.routing import Access, Process, Router, public, signed_in
from backend.core.runtime import Runtime
from backend.domains.accounts import repository as accounts
from backend.domains.accounts import service as account_service
from backend.domains.accounts import sessions
from backend.domains.accounts.errors import (
    EmailUnverified,
    SessionEnded,
    WeakPassword,
    WrongCredentials,
    WrongCsrfToken,
)
from backend.domains.accounts.factors import second_step, tickets
from backend.domains.accounts.factors.errors import TicketSpent, WrongProof
from backend.domains.accounts.factors.schemas import SecondFactor, SecondFactorOut
from backend.domains.accounts.limits import SignInLimit
from backend.domains.accounts.schemas import Message, PreferencesPatch
from backend.domains.accounts.sessions import Device
from backend.domains.organizations import repository, role_repository, service, sign_in
from backend.domains.organizations.cookies import REFRESH, clear_cookies, set_cookies
from backend.domains.organizations.errors import AlreadyMember, InvitationSpent, MembershipSuspended, NoMembership
from backend.domains.organizations.ports import consents
from backend.domains.organizations.roles import title_of
from backend.domains.organizations.schemas import (
    AcceptInvitation,
    InvitationOut,
    Login,
    Me,
    MembershipOut,
    OrganizationOut,
    Register,
    SignInOut,
    TokenOut,
    photo_url,
)

router = Router(
    tags=["auth"],
    errors=[
        WrongCredentials,
        EmailUnverified,
        SessionEnded,
        WrongCsrfToken,
        NoMembership,
        MembershipSuspended,
        WrongProof,
        TicketSpent,
        WeakPassword,
        InvitationSpent,
        AlreadyMember,
    ],
)

_BEFORE_SIGN_IN = "for people who are not signed in yet; limited by address and account"
_BY_COOKIE = "the refresh cookie and its CSRF token are the proof"
_BY_TICKET = "the ticket of a sign-in that waits for its second factor is the proof"
_BY_LINK = "the token of the mailed link is the proof"


def device_of(request: Request) -> Device:
    """What the browser says of itself, where it is, and which sign-in it has."""
    return Device(
        request.headers.get("user-agent", ""),
        str(request.scope.get("client_address", "")),
        request.cookies.get(REFRESH, ""),
    )


def answered(
    runtime: Runtime, response: Response, entry: sign_in.Entry | second_step.SecondFactorAsked
) -> TokenOut | SecondFactorOut:
    """What a sign-in answers: the tokens, or what is asked beside."""
    if isinstance(entry, sign_in.Entry):
        return tokens_of(runtime, response, entry)
    return SecondFactorOut(
        ticket=entry.ticket,
        methods=entry.methods,
        expires_in=int(tickets.LIFETIME.total_seconds()),
        passkey=entry.passkey,
    )


def tokens_of(runtime: Runtime, response: Response, entry: sign_in.Entry) -> TokenOut:
    """The access token of a sign-in; its cookies go with the response."""
    signed = entry.signed_in
    csrf = set_cookies(response, runtime.settings, signed)
    token = runtime.tokens.issue(signed.user_id, signed.session_id, signed.organization_id, entry.member_id)
    return TokenOut(
        access_token=token,
        expires_in=int(runtime.tokens.lifetime.total_seconds()),
        csrf_token=csrf,
        organization_id=signed.organization_id,
    )


@router.post("/auth/register", status_code=202, dependencies=[public(_BEFORE_SIGN_IN)])
async def register(request: Request, runtime: Process, limit: SignInLimit, body: Register) -> Message:
    """Sign up as the owner of a new organization. The answer is the same when the address has an account already.

    Signing up accepts terms and privacy notice; 422 at `/accepted/terms` when a version is not the one that stands now.
    """
    await limit.require("register", body.email)
    # A password is hashed and another one checked, so what is done ends too near to the first quarter.
    async with evenly(quarters=2):
        await service.register(runtime.database, body, device_of(request))
    return Message(message=f"We sent a mail to {body.email}. Open it to go on.")


@router.post("/auth/login", dependencies=[public(_BEFORE_SIGN_IN)])
async def login(request: Request, response: Response, runtime: Process, limit: SignInLimit, body: Login) -> SignInOut:
    """Sign in with e-mail and password. Who has a second factor is asked for it: the answer's `status` says so."""
    async with limit.failures(body.email):
        entry = await sign_in.login(runtime.database, runtime.settings, body, device_of(request))
    return answered(runtime, response, entry)


@router.post("/auth/second-factor", dependencies=[public(_BY_TICKET)])
async def second_factor(
    request: Request, response: Response, runtime: Process, limit: SignInLimit, body: SecondFactor
) -> TokenOut:
    """Finish a sign-in that asked for a second factor: with a code, a recovery code or a passkey."""
    first = await second_step.begun(runtime.database, body.ticket)
    async with limit.failures(f"second-factor:{first.user_id}"):
        entry = await sign_in.second_factor(runtime.database, runtime.settings, first, body, device_of(request))
    return tokens_of(runtime, response, entry)


@router.post("/auth/refresh", dependencies=[public(_BY_COOKIE)])
async def refresh(request: Request, response: Response, runtime: Process) -> TokenOut:
    """Get a new access token by the refresh cookie, which is replaced. Needs X-CSRF-Token."""
    token = request.cookies.get(REFRESH)
    if not token:
        raise SessionEnded
    csrf = request.headers.get("x-csrf-token", "")
    return tokens_of(runtime, response, await sign_in.refresh(runtime.database, runtime.settings, token, csrf))


@router.post("/auth/logout", status_code=204, dependencies=[public(_BY_COOKIE)])
async def logout(request: Request, runtime: Process) -> Response:
    """Sign out this browser. Needs X-CSRF-Token while the cookie is there."""
    response = Response(status_code=204)
    token = request.cookies.get(REFRESH)
    if token:
        csrf = request.headers.get("x-csrf-token", "")
        await sessions.end(runtime.database, token, csrf, runtime.settings.secret_key.get_secret_value())
    clear_cookies(response)
    return response


@router.get("/auth/me")
async def get_me(runtime: Process, access: Annotated[Access, signed_in()]) -> Me:
    """Who is signed in, in which organization, with which permissions."""
    async with runtime.database.read(access.organization_id, access.user_id) as read:
        user = await accounts.user_by_id(read, access.user_id)
        here = await repository.organization(read)
        belongs = await repository.own_memberships(read, access.user_id)
        own_role = None if access.role_id is None else await role_repository.own_role(read, access.role_id)
        due = await consents().due(read, access.member_id, access.role)
    if user is None or here is None:
        raise SessionEnded
    return Me(
        user=account_service.user_out(user, photo_url(access.member_id, user["photo_key"])),
        organization=OrganizationOut(**here),
        member_id=access.member_id,
        role=access.role,
        role_name=title_of(access.role, None if own_role is None else own_role["name"]),
        permissions=dict(access.permissions),
        held_back=None if access.held_back is None else access.held_back.code,
        organizations=[MembershipOut(**row) for row in belongs],
        consents_due=due,
    )


@router.patch("/auth/me")
async def update_me(runtime: Process, access: Annotated[Access, signed_in()], body: PreferencesPatch) -> Me:
    """Change one's name, time zone, units or theme. A field left out stays."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        await account_service.update_preferences(session, body)
    return await get_me(runtime, access)


@router.get("/invitations/{token}", dependencies=[public(_BY_LINK)])
async def get_invitation(runtime: Process, limit: SignInLimit, token: str) -> InvitationOut:
    """What an invitation says."""
    await limit.require("invitation")
    return await sign_in.see_invitation(runtime.database, token)


@router.post("/invitations/{token}/accept", dependencies=[public(_BY_LINK)])
async def accept_invitation(
    request: Request, response: Response, runtime: Process, limit: SignInLimit, token: str, body: AcceptInvitation
) -> SignInOut:
    """Take up an invitation: sets a password for a new account, asks for it where the address has one; signs in."""
    entry = await sign_in.accept_invitation(
        runtime.database, runtime.settings, token, body, device_of(request), limit.failures
    )
    return answered(runtime, response, entry)
