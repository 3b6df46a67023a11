"""Tries at a secret: after some that failed comes a wait, and each further round of them doubles it.

A try is counted before it is made, so that a hundred at once are not all let in, and taken back when it went well.
Counts are in Redis, a round trip a try; while it does not answer, nobody is let in uncounted.
"""

import asyncio
import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core import clock
from backend.core.errors import TooManyRequests, Unavailable

PATIENCE_SECONDS = 0.5

_TRY = """
local now, round, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local first, longest = tonumber(ARGV[4]), tonumber(ARGV[5])
local until_ = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
if until_ > now then return {-1, math.ceil((until_ - now) / 1000)} end
local n = redis.call('HINCRBY', KEYS[1], 'n', 1)
local lasts = redis.call('TTL', KEYS[1])
if lasts < 0 then lasts = window end
local wait = 0
if n % round == 0 then
  wait = math.min(longest, first * 2 ^ (n / round - 1))
  redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + wait * 1000))
end
redis.call('EXPIRE', KEYS[1], math.ceil(math.max(lasts, wait)))
return {n, math.ceil(wait)}
"""

_TAKE_BACK = """
local n = tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
if n > 0 then
  redis.call('HINCRBY', KEYS[1], 'n', -1)
  redis.call('HDEL', KEYS[1], 'until')
end
return 0
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """`round` tries that fail cost a wait of `first`, as many more twice that, and so on up to `longest`.

    Everything is forgotten `window` after the first of them, or when the wait is over, if that is later.
    """

    round: int
    window: timedelta
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Try:
    """One counted try. `locked` says that the next one has to wait, should this one fail."""

    key: str
    number: int
    locked: timedelta | None


class Backoff:
    """Counts tries by kind and by whom they concern."""

    def __init__(self, redis: Redis) -> None:
        self._try = redis.register_script(_TRY)
        self._take_back = redis.register_script(_TAKE_BACK)
        self._redis = redis

    async def count(self, kind: str, who: str, rule: Rule) -> Try:
        """Count a try. Raises `TooManyRequests` while it must wait, and `Unavailable` when Redis is away."""
        key = f"stoke:tries:{kind}:{who}"
        numbers = (rule.round, *(int(part.total_seconds()) for part in (rule.window, rule.first, rule.longest)))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await self._try(keys=[key], args=[int(clock.now().timestamp() * 1000), *numbers])
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable(headers={"Retry-After": "5"}) from error
        number, wait = (int(part) for part in answer)
        if number < 0:
            raise TooManyRequests(
                f"Too many tries that failed. Wait {in_words(wait)} and try again.",
                headers={
                    "RateLimit-Limit": str(rule.round),
                    "RateLimit-Remaining": "0",
                    "RateLimit-Reset": str(wait),
                    "Retry-After": str(wait),
                },
            )
        return Try(key, number, timedelta(seconds=wait) if wait else None)

    async def take_back(self, tried: Try) -> None:
        """It went well: it does not count. Lost when Redis is away; then one try is missing.

        A wait that began meanwhile counted this one among the failures, of which there were not that many: nothing is
        counted while one waits. So it ends, whichever of several at once it was that began it.
        """
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._take_back(keys=[tried.key])

    async def forget(self, tried: Try) -> None:
        """Who holds the secret was here: what failed before is forgotten."""
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._redis.delete(tried.key)


def in_words(seconds: int) -> str:
    """`40 seconds`, `2 minutes`: rounded up."""
    if seconds <= 90:
        return f"{seconds} seconds"
    return f"{math.ceil(seconds / 60)} minutes"
