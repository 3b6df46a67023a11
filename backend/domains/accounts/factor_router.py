"""One's own second factors, and proving again who one is."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from backend.core.errors import NotFound
from backend.core.ids import PLATFORM
from backend.core.problem_schema import responses_of
from backend.core.routing import Access, Process, Router, signed_in
from backend.domains.accounts.factors import manage, step_up
from backend.domains.accounts.factors.errors import FactorExists, TicketSpent, TooManyPasskeys, WrongProof
from backend.domains.accounts.factors.schemas import (
    Added,
    Factors,
    PasskeyAdd,
    PasskeyAdded,
    PasskeyAsked,
    PasskeyOut,
    PasskeyRename,
    ProofWays,
    Prove,
    RecoveryCodes,
    TotpConfirm,
    TotpSetUp,
)
from backend.domains.accounts.limits import SignInLimit

router = Router(prefix="/auth", tags=["auth"], errors=[WrongProof, TicketSpent, FactorExists, TooManyPasskeys])

_NOTHING_SET_UP = responses_of([NotFound])

Own = Annotated[Access, signed_in()]
Proved = Annotated[Access, signed_in(proof=True)]


@router.get("/factors")
async def get_factors(runtime: Process, access: Own) -> Factors:
    """What one signs in with: password, authenticator app, passkeys, and how many recovery codes are left."""
    async with runtime.database.read(PLATFORM, access.user_id) as read:
        return await manage.overview(read, access.user_id)


@router.post("/factors/totp", status_code=201)
async def set_up_totp(runtime: Process, access: Proved) -> TotpSetUp:
    """Begin with an authenticator app: a secret and its QR code, shown once. Confirm it with a first code."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        return await manage.set_up_totp(session, access.user_id)


@router.post("/factors/totp/confirm", responses=_NOTHING_SET_UP)
async def confirm_totp(runtime: Process, access: Proved, limit: SignInLimit, body: TotpConfirm) -> Added:
    """Confirm the app with a code that it shows. From now on signing in asks for one."""
    user_id = access.user_id
    async with limit.failures(f"confirm:{user_id}"), runtime.database.write(PLATFORM, user_id) as session:
        return await manage.confirm_totp(session, user_id, access.session_id, body.code)


@router.delete("/factors/totp", status_code=204, responses=_NOTHING_SET_UP)
async def remove_totp(runtime: Process, access: Proved) -> Response:
    """Remove the authenticator app. Without another second factor the recovery codes go, too."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        await manage.remove_totp(session, access.user_id)
    return Response(status_code=204)


@router.post("/factors/recovery-codes", status_code=201, responses=_NOTHING_SET_UP)
async def make_recovery_codes(runtime: Process, access: Proved) -> RecoveryCodes:
    """Ten new recovery codes, shown this once. Those before stop working."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        return await manage.new_codes(session, access.user_id)


@router.post("/factors/passkeys/options", status_code=201)
async def ask_for_passkey(runtime: Process, access: Proved) -> PasskeyAsked:
    """What to ask the browser for, to add a passkey: a discoverable one that verifies the person."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        return await manage.ask_for_new_passkey(session, access.user_id)


@router.post("/factors/passkeys", status_code=201)
async def add_passkey(runtime: Process, access: Proved, body: PasskeyAdd) -> PasskeyAdded:
    """Add the passkey that the browser made."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        return await manage.add_passkey(session, access.user_id, access.session_id, body)


@router.patch("/factors/passkeys/{passkey_id}")
async def rename_passkey(runtime: Process, access: Own, passkey_id: UUID, body: PasskeyRename) -> PasskeyOut:
    """Call one of one's passkeys by another name."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        return await manage.rename_passkey(session, access.user_id, passkey_id, body.name)


@router.delete("/factors/passkeys/{passkey_id}", status_code=204)
async def remove_passkey(runtime: Process, access: Proved, passkey_id: UUID) -> Response:
    """Remove one of one's passkeys. Without another second factor the recovery codes go, too."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        await manage.remove_passkey(session, access.user_id, passkey_id)
    return Response(status_code=204)


@router.get("/prove")
async def get_proof_ways(runtime: Process, access: Own) -> ProofWays:
    """How one can prove now that it is oneself: by a second factor where there is one, else by the password."""
    async with runtime.database.read(PLATFORM, access.user_id) as read:
        return ProofWays(methods=await step_up.ways(read, access.user_id))


@router.post("/prove", status_code=204)
async def prove(runtime: Process, access: Own, limit: SignInLimit, body: Prove) -> Response:
    """Prove that it is oneself: opens what answers `proof_required` for ten minutes, in this sign-in."""
    async with limit.failures(f"second-factor:{access.user_id}"):
        await step_up.prove(runtime.database, access.user_id, access.session_id, body)
    return Response(status_code=204)


@router.post("/prove/passkey", status_code=201)
async def ask_passkey_proof(runtime: Process, access: Own) -> PasskeyAsked:
    """What to ask the browser's passkeys, to prove it by one."""
    async with runtime.database.write(PLATFORM, access.user_id) as session:
        return await step_up.ask_passkey(session, access.user_id, access.session_id)
