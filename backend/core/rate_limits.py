"""Rate limits: fixed windows, answered with the standard header fields.

What must not be passed (sign-in, uploads) is counted in Redis, one round trip a try. Every request is counted in the
process at once and shared through Redis ten times a second, all counts in one round trip: a limit on all requests may
be passed by what a tenth of a second brings, and a Redis that is slow or away holds nobody up: it is open then.

Our own few lines rather than a library, because every request pays for them.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core import clock
from backend.core.backoff import Backoff, in_words
from backend.core.errors import TooManyRequests, Unavailable

SHARE_SECONDS = 0.1
PATIENCE_SECONDS = 0.5
"""How long a person waits for Redis: one that hangs is as good as away."""

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


@dataclass(slots=True)
class _Window:
    """One window of one caller: counted by all processes, being told to Redis, and not told yet. `key` is Redis's."""

    key: str
    ends: float
    seconds: int
    total: int = 0
    told: int = 0
    pending: int = 0


class RateLimiter:
    """A limit of 0 turns a limit off."""

    def __init__(self, redis: Redis) -> None:
        self.tries = Backoff(redis)
        """Tries at passwords and codes, which wait ever longer."""
        self._redis = redis
        self._script = redis.register_script(_SCRIPT)
        self._windows: dict[tuple[str, UUID | str, int], _Window] = {}
        self._sharing: asyncio.Task[None] | None = None
        self._alone = False

    def tally(self, kind: str, who: UUID | str, limit: int, seconds: int = 60) -> Count | None:
        """Count one request of many, without waiting. None when the limit is off, or Redis was away just now."""
        if limit == 0:
            return None
        moment = _moment()
        window = self._windows.get((kind, who, seconds))
        # One that ends later than a window can was begun by a clock that was wrong.
        if window is None or not moment < window.ends <= moment + seconds:
            ends = (moment // seconds + 1) * seconds
            window = self._windows[kind, who, seconds] = _Window(_key(kind, who, seconds), ends, seconds)
        window.pending += 1
        if self._sharing is None or self._sharing.done():
            self._sharing = asyncio.create_task(self._share())
        if self._alone:
            return None
        used = window.total + window.told + window.pending
        return Count(limit, used, max(1, int(window.ends - moment)))

    async def _share(self) -> None:
        """Tell Redis what was counted here and learn what the others counted."""
        await asyncio.sleep(SHARE_SECONDS)
        moment = _moment()
        self._windows = {key: window for key, window in self._windows.items() if window.ends > moment}
        waiting = [window for window in self._windows.values() if window.pending]
        for window in waiting:
            window.told, window.pending = window.pending, 0
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for window in waiting:
                    await self._script(keys=[window.key], args=[window.told, window.seconds], client=pipe)
                totals = await pipe.execute()
        except (RedisError, OSError, TimeoutError):
            self._alone = True
            for window in waiting:
                window.pending, window.told = window.pending + window.told, 0
            return
        self._alone = False
        for window, total in zip(waiting, totals, strict=True):
            window.total, window.told = int(total), 0

    async def close(self) -> None:
        """Forget what was not shared yet."""
        if self._sharing is not None:
            self._sharing.cancel()
            with suppress(asyncio.CancelledError):
                await self._sharing

    async def hit(self, kind: str, who: str, limit: int, seconds: int = 60, weight: int = 1) -> Count | None:
        """Count one use in Redis. None when the limit is off, or Redis is away: everyday limits fail open."""
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
                f"Too many tries. Wait {in_words(count.reset)} and try again.",
                headers={**count.headers(), "Retry-After": str(count.reset)},
            )

    async def give_back(self, kind: str, who: str, limit: int, seconds: int = 60) -> None:
        """Take one counted try back. Lost when Redis is away, and at the turn of a window: then one try is missing."""
        if limit == 0:
            return
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._script(keys=[_key(kind, who, seconds)], args=[-1, seconds])

    async def mark(self, kind: str, who: str, lifetime: timedelta) -> None:
        """Remember that `who` is known, for `lifetime`; forgotten when Redis is emptied."""
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._redis.set(f"stoke:known:{kind}:{who}", b"1", ex=lifetime)

    async def marked(self, kind: str, who: str) -> bool:
        """Whether `mark` was called lately."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return bool(await self._redis.exists(f"stoke:known:{kind}:{who}"))
        except (RedisError, OSError, TimeoutError):
            return False

    async def _count(self, kind: str, who: str, limit: int, seconds: int, weight: int) -> Count:
        async with asyncio.timeout(PATIENCE_SECONDS):
            used = await self._script(keys=[_key(kind, who, seconds)], args=[weight, seconds])
        return Count(limit, int(used), seconds - int(_moment()) % seconds)


def _moment() -> float:
    """Seconds since 1970, by which all processes count the same windows."""
    return clock.now().timestamp()


def _key(kind: str, who: UUID | str, seconds: int) -> str:
    return f"stoke:limit:{kind}:{who}:{int(_moment()) // seconds}"
