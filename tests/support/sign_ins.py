"""What makes guessing slow makes thousands of tests slow: they sign in cheaply, those about it at the real price."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest
from passlib.context import CryptContext

from backend.core import even
from backend.domains.accounts import passwords

HASHES = "backend.domains.accounts.passwords._context"
DECOY = "backend.domains.accounts.passwords._decoy"


@contextmanager
def cheap_sign_ins() -> Generator[None]:
    """Hashes of a millisecond, and answers that leave at full hundredths of a second."""
    with _priced(1024, 1, 0.01):
        yield


@contextmanager
def real_sign_ins() -> Generator[None]:
    """As in production."""
    with _priced(passwords.MEMORY_KIB, passwords.PASSES, 0.25):
        yield


@contextmanager
def _priced(memory_kib: int, passes: int, step: float) -> Generator[None]:
    context = CryptContext(
        schemes=["argon2", "bcrypt_sha256", "bcrypt"],
        deprecated=["bcrypt_sha256", "bcrypt"],
        argon2__type="ID",
        argon2__time_cost=passes,
        argon2__memory_cost=memory_kib,
        argon2__parallelism=1,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HASHES, context)
        patch.setattr(DECOY, context.hash("no account has this password"))
        patch.setattr(even, "STEP_SECONDS", step)
        yield
