"""Tries before sign-in are counted by address and by account, and refused when they cannot be counted."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from backend.core.crypto import token_hash
from backend.core.routing import runtime_of
from backend.core.runtime import Runtime


@dataclass(frozen=True, slots=True)
class _SignInLimit:
    runtime: Runtime
    address: str

    async def require(self, kind: str, account: str | None = None) -> None:
        """Count one try. Raises `TooManyRequests`, or `Unavailable` when Redis is away.

        A gym shares one address, so an address may try four times as often as an account.
        """
        limit = self.runtime.settings.rate_limit_sign_in
        await self.runtime.limits.require(f"{kind}:address", self.address, limit * 4)
        if account is not None:
            await self.runtime.limits.require(f"{kind}:account", token_hash(account).hex()[:32], limit)


def _limit(request: Request) -> _SignInLimit:
    return _SignInLimit(runtime_of(request), str(request.scope.get("client_address", "unknown")))


SignInLimit = Annotated[_SignInLimit, Depends(_limit)]
