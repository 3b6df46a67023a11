"""Passwords: argon2id, bcrypt accepted and upgraded, hashed off the event loop."""

import asyncio

from passlib.context import CryptContext

from backend.core.errors import FieldError
from backend.domains.accounts.errors import WeakPassword

MINIMUM = 10
MAXIMUM = 128

_context = CryptContext(
    schemes=["argon2", "bcrypt_sha256"],
    deprecated=["bcrypt_sha256"],
    argon2__type="ID",
    argon2__time_cost=2,
    argon2__memory_cost=19_456,
    argon2__parallelism=1,
)
_slots = asyncio.Semaphore(4)
_decoy = _context.hash("no account has this password")


def check_strength(password: str, pointer: str = "/password") -> None:
    """Length over composition. Raises `WeakPassword`."""
    if len(password) < MINIMUM:
        raise WeakPassword(errors=[FieldError(pointer, f"Use at least {MINIMUM} characters.")])


async def hash_password(password: str) -> str:
    """An argon2id hash with the parameters that OWASP names (19 MiB, 2 passes, 1 lane)."""
    async with _slots:
        return await asyncio.to_thread(_context.hash, password)


async def verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether it is right, and a new hash when the stored one is of an older kind.

    Without a stored hash a decoy is checked, so that the time does not tell whether an account exists.
    """
    async with _slots:
        right, fresh = await asyncio.to_thread(_context.verify_and_update, password, stored or _decoy)
    return (right and stored is not None), fresh
