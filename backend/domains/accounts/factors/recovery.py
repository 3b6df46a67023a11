"""Recovery codes: ten of them, each for one sign-in without the second factor. Pure but for the chance in new ones."""

import secrets

from backend.core.crypto import token_hash

HOW_MANY = 10

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another one: i, l, o, 0, 1."""

_GROUPS, _LENGTH = 4, 4


def new_codes() -> list[str]:
    """Ten codes such as `k3mv-9zta-hq4x-p7cd`, of 79 random bits each: enough for a fast hash to keep them."""
    return ["-".join(_group() for _ in range(_GROUPS)) for _ in range(HOW_MANY)]


def hashed(code: str) -> bytes:
    """How a code is kept. Capital letters, spaces and dashes make no difference to how it is typed."""
    return token_hash("".join(char for char in code.lower() if char not in " -"))


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
