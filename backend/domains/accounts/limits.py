"""Tries before sign-in are counted by address and by account, and refused when they cannot be counted.

What is guessed at (passwords, codes) counts failures alone, so that a gym may share one address; what sends mail counts
every try. The reasons are in docs/decisions/0013-sign-in-limits.md.
"""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import asyncpg
from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError

from backend.core.addresses import counted_as
from backend.core.backoff import Rule, Try
from backend.core.crypto import token_hash
from backend.core.errors import StokeError
from backend.core.even import pause
from backend.core.routing import runtime_of
from backend.core.runtime import Runtime
from backend.domains.accounts import failures
from backend.domains.accounts.errors import EmailUnverified, WeakPassword

KNOWN = timedelta(days=30)

_HELD_QUARTERS = 2
"""How long a refusal is held. A wrong password costs 200 ms at a hash of bcrypt that was brought along (cost 12), and a
check of ours besides: beyond the first quarter of a second, where that of an address without an account is not.
"""

_HOUR = 3600
_FOR_ADDRESS = timedelta(minutes=15)
_FOR_ACCOUNT = timedelta(hours=12)

Guard = Callable[[str], AbstractAsyncContextManager[None]]
"""`failures` of a request's limit, for what finds out by itself whose secret it checks."""


@dataclass(frozen=True, slots=True)
class _SignInLimit:
    runtime: Runtime
    address: str

    async def require(self, kind: str, account: str | None = None) -> None:
        """Count one try, whatever comes of it. Raises `TooManyRequests`, or `Unavailable` when Redis is away.

        Nothing is guessed here, so an address may try four times as often as an account. What concerns an account
        sends it a mail: in an hour twice as many as in a minute, or a stranger floods its mailbox.
        """
        limit = self.runtime.settings.rate_limit_sign_in
        await self.runtime.limits.require(f"{kind}:address", self.address, limit * 4)
        if account is not None:
            await self.runtime.limits.require(f"{kind}:account", _digest(account), limit)
            await self.runtime.limits.require(f"{kind}:mails", _digest(account), limit * 2, _HOUR)

    @asynccontextmanager
    async def failures(self, account: str) -> AsyncGenerator[None]:
        """Around a check of a secret of `account` (an address, a user's id, a link's token): a wrong one counts.

        Every `rate_limit_sign_in` failures cost a wait, which doubles: for the network address, and for the account
        from everywhere but where it signed in lately; such a place has a count of its own, which what others try
        elsewhere does not touch. Raises `TooManyRequests`, or `Unavailable` when Redis is away. Failures are audited,
        and take as long whether there is such an account or not.
        """
        who = _digest(account)
        place = f"{who}:{self.address}"
        counted = await self._count(who, place)
        began = time.monotonic()
        try:
            yield
        except StokeError as error:
            if _wrong(error):
                locked = counted[-1].locked if counted else None
                await failures.note(self.runtime.database, account, self.address, error.code, locked)
            else:
                # Not forgotten: anybody may sign up with the address, and would wash its count clean.
                await self._take_back(counted)
            await pause(began, _HELD_QUARTERS)
            raise
        except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            # An outage is nobody's guess.
            await self._take_back(counted)
            raise
        # Of the network address this one alone: a guesser may have an account of their own.
        await self._take_back(counted[:1])
        for of_account in counted[1:]:
            await self.runtime.limits.tries.forget(of_account)
        await self.runtime.limits.mark("sign-in", place, KNOWN)

    @asynccontextmanager
    async def mishaps(self, kind: str, wrong: tuple[type[StokeError], ...]) -> AsyncGenerator[None]:
        """Around a step that carries a random secret (a state, a ticket, a link): each of these errors counts.

        For the network address alone, and four times as many as of passwords, since nobody guesses 256 bits; what
        goes well does not count, so that a gym may share one. Raises `TooManyRequests`, or `Unavailable` when Redis is
        away.
        """
        limit = self.runtime.settings.rate_limit_sign_in * 4
        if limit == 0:
            yield
            return
        tried = await self.runtime.limits.tries.count(f"{kind}:address", self.address, Rule(limit, _FOR_ADDRESS))
        counts = False
        try:
            yield
        except wrong:
            counts = True
            raise
        finally:
            if not counts:
                await self.runtime.limits.tries.take_back(tried)

    async def welcome(self, account: str) -> None:
        """Somebody here opened what was mailed to `account`: from here they sign in, whatever others try elsewhere."""
        await self.runtime.limits.mark("sign-in", f"{_digest(account)}:{self.address}", KNOWN)

    async def _count(self, who: str, place: str) -> list[Try]:
        """Count one try of the network address and one of the account; none where limits are off."""
        limit, tries = self.runtime.settings.rate_limit_sign_in, self.runtime.limits.tries
        if limit == 0:
            return []
        here = await self.runtime.limits.marked("sign-in", place)
        of_address = await tries.count("sign-in:address", self.address, Rule(limit, _FOR_ADDRESS))
        try:
            of_account = await tries.count(
                "sign-in:place" if here else "sign-in:account", place if here else who, Rule(limit, _FOR_ACCOUNT)
            )
        except StokeError:
            await tries.take_back(of_address)
            raise
        return [of_address, of_account]

    async def _take_back(self, counted: list[Try]) -> None:
        for tried in counted:
            await self.runtime.limits.tries.take_back(tried)


def _wrong(error: StokeError) -> bool:
    """Whether somebody did not know the secret: not so when they did, chose a poor new one, or we are at fault."""
    return not isinstance(error, (EmailUnverified, WeakPassword)) and error.status < 500


def _digest(account: str) -> str:
    return token_hash(account).hex()[:32]


def _limit(request: Request) -> _SignInLimit:
    return _SignInLimit(runtime_of(request), counted_as(str(request.scope.get("client_address", "unknown"))))


SignInLimit = Annotated[_SignInLimit, Depends(_limit)]
