"""Forgotten passwords, confirming an address, and one's own account."""

from typing import Annotated

from fastapi import Response

from backend.core.errors import Unauthenticated
from backend.core.even import evenly
from backend.core.routing import Access, Process, Router, public, signed_in
from backend.domains.accounts import service
from backend.domains.accounts.errors import TokenSpent, WeakPassword
from backend.domains.accounts.limits import SignInLimit
from backend.domains.accounts.schemas import (
    ChangePassword,
    ForgotPassword,
    Message,
    ResetPassword,
    Verified,
    VerifyEmail,
)

router = Router(prefix="/auth", tags=["auth"], errors=[TokenSpent, WeakPassword, Unauthenticated])

_BEFORE_SIGN_IN = "for people who are not signed in yet; limited by address and account"


@router.post("/forgot-password", status_code=202, dependencies=[public(_BEFORE_SIGN_IN)])
async def forgot_password(runtime: Process, limit: SignInLimit, body: ForgotPassword) -> Message:
    """Ask for a link to set a new password. The answer is the same whether the address has an account or not."""
    await limit.require("forgot", body.email)
    async with evenly():
        await service.forgot_password(runtime.database, body.email)
    return Message(message="If this address has an account, a mail with a link is on its way.")


@router.post("/reset-password", status_code=204, dependencies=[public(_BEFORE_SIGN_IN)])
async def reset_password(runtime: Process, limit: SignInLimit, body: ResetPassword) -> Response:
    """Set a new password with the token of a mailed link. Signs out every device."""
    await limit.require("reset")
    await limit.welcome(await service.reset_password(runtime.database, body.token, body.password))
    return Response(status_code=204)


@router.post("/verify-email", dependencies=[public(_BEFORE_SIGN_IN)])
async def verify_email(runtime: Process, limit: SignInLimit, body: VerifyEmail) -> Verified:
    """Confirm an address with the token of a mailed link."""
    await limit.require("verify")
    verified = await service.verify_email(runtime.database, body.token)
    await limit.welcome(verified.email)
    return verified


@router.post("/resend-verification", status_code=202, dependencies=[public(_BEFORE_SIGN_IN)])
async def resend_verification(runtime: Process, limit: SignInLimit, body: ForgotPassword) -> Message:
    """Ask for the confirmation mail again. The answer is always the same."""
    await limit.require("resend", body.email)
    async with evenly():
        await service.resend_confirmation(runtime.database, body.email)
    return Message(message="If this address waits to be confirmed, a mail is on its way.")


@router.post("/change-password", status_code=204)
async def change_password(
    runtime: Process, access: Annotated[Access, signed_in(proof=True)], limit: SignInLimit, body: ChangePassword
) -> Response:
    """Change one's password. Other devices are signed out."""
    async with limit.failures(str(access.user_id)):
        await service.change_password(
            runtime.database, access.user_id, access.session_id, body.current_password, body.new_password
        )
    return Response(status_code=204)
