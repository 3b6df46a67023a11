"""Signing in with a passkey alone."""

from fastapi import Request, Response

from backend.core.crypto import token_hash
from backend.core.routing import Process, Router, public
from backend.domains.accounts.factors import passkey_sign_in, passkeys
from backend.domains.accounts.factors.errors import TicketSpent, WrongProof
from backend.domains.accounts.factors.schemas import PasskeyAsked, PasskeySignIn
from backend.domains.accounts.limits import SignInLimit
from backend.domains.organizations import sign_in
from backend.domains.organizations.auth_router import answered, device_of
from backend.domains.organizations.errors import MembershipSuspended, NoMembership
from backend.domains.organizations.schemas import SignInOut

router = Router(
    prefix="/auth/passkey", tags=["auth"], errors=[WrongProof, TicketSpent, NoMembership, MembershipSuspended]
)

_BEFORE_SIGN_IN = "for people who are not signed in yet; limited by address and passkey"


@router.post("/options", status_code=201, dependencies=[public(_BEFORE_SIGN_IN)])
async def ask_passkey_sign_in(runtime: Process, limit: SignInLimit) -> PasskeyAsked:
    """What to ask the browser's passkeys: it offers those that it has for Stoke."""
    await limit.require("passkey")
    return await passkey_sign_in.ask(runtime.database, runtime.settings)


@router.post("", dependencies=[public(_BEFORE_SIGN_IN)])
async def sign_in_with_passkey(
    request: Request, response: Response, runtime: Process, limit: SignInLimit, body: PasskeySignIn
) -> SignInOut:
    """Sign in with a passkey, which is two factors in one: no password and no code is asked."""
    passkey = token_hash(passkeys.credential_id(body.passkey).hex()).hex()
    async with limit.failures(f"passkey:{passkey}"):
        user_id = await passkey_sign_in.who(runtime.database, body.ticket, body.passkey)
        entry = await sign_in.enter(
            runtime.database,
            runtime.settings,
            user_id,
            device_of(request),
            methods=["passkey"],
            remembered=body.remember,
        )
    return answered(runtime, response, entry)
