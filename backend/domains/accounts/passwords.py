"""Passwords: what may be one, and their hashes: argon2id, bcrypt accepted and upgraded, off the event loop."""

import asyncio
import os
from collections.abc import Collection
from time import perf_counter

from passlib.context import CryptContext

from backend.core.errors import FieldError
from backend.domains.accounts.errors import WeakPassword
from backend.domains.accounts.guessing import weakness

MINIMUM = 10
MAXIMUM = 128

MEMORY_KIB = 65_536
PASSES = 2
"""64 MiB and two passes take 86 ms of one core of the machine in docs/passwords.md, which says how to choose."""

_BCRYPT_READS = 72
"""Bytes of a password: what follows never counted where these hashes come from."""

_context = CryptContext(
    schemes=["argon2", "bcrypt_sha256", "bcrypt"],
    deprecated=["bcrypt_sha256", "bcrypt"],
    argon2__type="ID",
    argon2__time_cost=PASSES,
    argon2__memory_cost=MEMORY_KIB,
    argon2__parallelism=1,
)
_slots = asyncio.Semaphore(min(4, os.cpu_count() or 1))
"""At most so many at once in a process: each takes its memory and a core. With more of them than cores none is done
sooner, and the process itself waits its turn among them: of sixteen sign-ins at once some were answered 503 then, since
Redis seemed not to answer.
"""

_decoy = _context.hash("no account has this password")


async def check_strength(password: str, known: Collection[str], pointer: str = "/password") -> None:
    """Length over composition, and nothing that everybody uses, or that is known of this person. Raises `WeakPassword`.

    `known` is their address, their name, and their studio's where there is one yet.
    """
    if len(password) < MINIMUM:
        raise WeakPassword(errors=[FieldError(pointer, f"Use at least {MINIMUM} characters.")])
    # In a thread: it takes a tenth of a second at worst, for which nobody else's request may wait.
    why = await asyncio.to_thread(weakness, password, known)
    if why is not None:
        raise WeakPassword(errors=[FieldError(pointer, f"{why} Three or four words that do not belong together do.")])


async def hash_password(password: str) -> str:
    """An argon2id hash."""
    async with _slots:
        return await asyncio.to_thread(_context.hash, password)


async def verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether it is right, and a new hash when the stored one is of an older kind or was cheaper to make.

    Without a stored hash a decoy is checked, so that the time does not tell whether an account exists.
    """
    async with _slots:
        right, fresh = await asyncio.to_thread(_verify, password, stored or _decoy)
    return (right and stored is not None), fresh


def _verify(password: str, stored: str) -> tuple[bool, str | None]:
    secret = password.encode()[:_BCRYPT_READS] if stored.startswith("$2") else password
    right = _context.verify(secret, stored)
    return right, _context.hash(password) if right and _context.needs_update(stored) else None


def measure(memory_kib: int, passes: int, tries: int = 7) -> float:
    """Milliseconds that one hash with these parameters takes on this machine: the median of some."""
    context = _context.using(argon2__memory_cost=memory_kib, argon2__time_cost=passes)
    took: list[float] = []
    for _ in range(tries):
        began = perf_counter()
        context.hash("a password of usual length")
        took.append((perf_counter() - began) * 1000)
    return sorted(took)[tries // 2]
