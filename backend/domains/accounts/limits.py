"""Tries before sign-in are counted by address and by account, and refused when they cannot be counted.

What is guessed at (passwords) counts failures alone, so that a gym may share one address; what sends mail counts every
try. The reasons are in docs/decisions/0013-sign-in-limits.md.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from backend.core.crypto import token_hash
from backend.core.routing import runtime_of
from backend.core.runtime import Runtime

KNOWN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _SignInLimit:
    runtime: Runtime
    address: str

    async def require(self, kind: str, account: str | None = None) -> None:
        """Count one try, whatever comes of it. Raises `TooManyRequests`, or `Unavailable` when Redis is away.

        Nothing is guessed here, so an address may try four times as often as an account.
        """
        limit = self.runtime.settings.rate_limit_sign_in
        await self.runtime.limits.require(f"{kind}:address", self.address, limit * 4)
        if account is not None:
            await self.runtime.limits.require(f"{kind}:account", _digest(account), limit)

    @asynccontextmanager
    async def failures(self, account: str) -> AsyncGenerator[None]:
        """Around a check of a password: what is raised counts, a right password does not.

        Every try is counted before the check, so that a hundred at once are not all let in, and given back when the
        check went well. An address from which this account signed in lately is not held up by what others try
        elsewhere. Raises as `require` does.
        """
        limits, limit = self.runtime.limits, self.runtime.settings.rate_limit_sign_in
        who = _digest(account)
        counted = [("sign-in:address", self.address)]
        if not await limits.marked("sign-in", f"{who}:{self.address}"):
            counted.append(("sign-in:account", who))
        for kind, of in counted:
            await limits.require(kind, of, limit)
        yield
        for kind, of in counted:
            await limits.give_back(kind, of, limit)
        await limits.mark("sign-in", f"{who}:{self.address}", KNOWN)


def _digest(account: str) -> str:
    return token_hash(account).hex()[:32]


def _limit(request: Request) -> _SignInLimit:
    return _SignInLimit(runtime_of(request), str(request.scope.get("client_address", "unknown")))


SignInLimit = Annotated[_SignInLimit, Depends(_limit)]
