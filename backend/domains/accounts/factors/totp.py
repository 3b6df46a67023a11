"""Codes of an authenticator app (TOTP, RFC 6238): six digits, anew each 30 seconds. Pure."""

from datetime import datetime
from hmac import compare_digest

import pyotp
from pyotp.totp import TOTP

STEP_SECONDS = 30

AROUND = 1
"""Steps that a phone's clock may be off, either way."""

ISSUER = "Stoke"


def new_secret() -> str:
    """160 bits as base32, the length that RFC 4226 recommends."""
    return pyotp.random_base32()


def uri(secret: str, email: str) -> str:
    """The `otpauth:` address that an app reads from the QR code."""
    return TOTP(secret, name=email, issuer=ISSUER).provisioning_uri()


def matching_step(secret: str, code: str, at: datetime, after: int) -> int | None:
    """The 30-second step since 1970 whose code this is, or None. Steps up to `after` are spent."""
    totp = TOTP(secret)
    now = int(at.timestamp()) // STEP_SECONDS
    found: int | None = None
    # All of them, always: the time does not tell which one it was.
    for step in range(now - AROUND, now + AROUND + 1):
        if compare_digest(totp.generate_otp(step).encode(), code.encode()) and step > after:
            found = step
    return found
