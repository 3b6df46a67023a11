"""Rate limits: fixed windows counted in Redis with one round trip, answered with the standard header fields.

Our own few lines rather than a library, because the count, the window's rest and the decision come back in one
call, and every request pays for it.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core.errors import TooManyRequests, Unavailable

_SCRIPT = """
local n = redis.call('INCRBY', KEYS[1], ARGV[1])
if n == tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return n
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How one window stands. `reset` is in seconds from now."""

    limit: int
    used: int
    reset: int

    @property
    def over(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """`RateLimit-*` as in draft-ietf-httpapi-ratelimit-headers."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
        }


class RateLimiter:
    """A limit of 0 turns a limit off."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._script = redis.register_script(_SCRIPT)

    async def hit(self, kind: str, who: str, limit: int, seconds: int = 60, weight: int = 1) -> Count | None:
        """Count one request. None when the limit is off, or Redis is away: everyday limits fail open."""
        if limit == 0:
            return None
        try:
            return await self._count(kind, who, limit, seconds, weight)
        except (RedisError, OSError, TimeoutError):
            return None

    async def require(self, kind: str, who: str, limit: int, seconds: int = 60, weight: int = 1) -> None:
        """Count a try and refuse past the limit; refuses too when Redis is away: sign-in fails closed."""
        if limit == 0:
            return
        try:
            count = await self._count(kind, who, limit, seconds, weight)
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable(headers={"Retry-After": "5"}) from error
        if count.over:
            raise TooManyRequests(
                f"Too many tries. Wait {count.reset} seconds and try again.",
                headers={**count.headers(), "Retry-After": str(count.reset)},
            )

    async def give_back(self, kind: str, who: str, limit: int, seconds: int = 60) -> None:
        """Take one counted try back. Lost when Redis is away, and at the turn of a window: then one try is missing."""
        if limit == 0:
            return
        with suppress(RedisError, OSError, TimeoutError):
            await self._script(keys=[_key(kind, who, seconds)], args=[-1, seconds])

    async def mark(self, kind: str, who: str, lifetime: timedelta) -> None:
        """Remember that `who` is known, for `lifetime`; forgotten when Redis is emptied."""
        with suppress(RedisError, OSError, TimeoutError):
            await self._redis.set(f"stoke:known:{kind}:{who}", b"1", ex=lifetime)

    async def marked(self, kind: str, who: str) -> bool:
        """Whether `mark` was called lately."""
        try:
            return bool(await self._redis.exists(f"stoke:known:{kind}:{who}"))
        except (RedisError, OSError, TimeoutError):
            return False

    async def _count(self, kind: str, who: str, limit: int, seconds: int, weight: int) -> Count:
        used = await self._script(keys=[_key(kind, who, seconds)], args=[weight, seconds])
        return Count(limit, int(used), seconds - int(time.time()) % seconds)


def _key(kind: str, who: str, seconds: int) -> str:
    return f"stoke:limit:{kind}:{who}:{int(time.time()) // seconds}"
