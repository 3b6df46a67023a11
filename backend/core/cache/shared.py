"""What all processes keep in Redis, and how they tell each other what to drop.

A tag has a token in Redis. An answer is kept with the tokens that its tags had *before* it was made; dropping a tag
gives it a new random token, so that whatever was made before no longer fits, no matter when it is stored. A token that
Redis lost is replaced by a new one: an emptied Redis costs misses and brings nothing old back.
"""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core.cache.keys import Key

CHANNEL = "stoke:cache:dropped"
EVERYTHING = "everything"
"""A tag that every answer has."""

PATIENCE_SECONDS = 0.05
"""How long a read waits for Redis before it goes to the database instead."""
REST_SECONDS = 1.0
"""How long no read asks Redis after it was slow or away."""
DROP_SECONDS = 0.3
"""How long a write waits to tell the others."""
LOCK_MS = 2_000
_TAG_SECONDS = 86_400
_WAIT_MS = 5_000

_LOOK = """
local tokens = {}
for i = 1, #KEYS - 2 do
  local token = redis.call('GET', KEYS[i])
  if not token then
    token = ARGV[1]
    redis.call('SET', KEYS[i], token, 'EX', ARGV[2])
  end
  tokens[i] = token
end
local made_under = table.concat(tokens, ',') .. ';'
local found = redis.call('GET', KEYS[#KEYS - 1])
if found and string.sub(found, 1, #made_under) == made_under then
  return {made_under, string.sub(found, #made_under + 1), 0}
end
local maker = redis.call('GET', KEYS[#KEYS])
if maker and string.sub(maker, 1, #made_under) == made_under then
  return {made_under, false, 0}
end
redis.call('SET', KEYS[#KEYS], made_under .. ARGV[1], 'PX', ARGV[3])
return {made_under, false, 1}
"""
"""Keys: tags, answer, maker. Answers the tokens now, the bytes if they fit, and whether the asker is to make them."""

_STORE = """
if ARGV[1] ~= '' then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
if redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('DEL', KEYS[2]) end
return 1
"""

_DROP = """
for i = 1, #KEYS - 1 do redis.call('SET', KEYS[i], ARGV[1], 'EX', ARGV[2]) end
local listeners = redis.call('PUBLISH', ARGV[3], ARGV[4])
if listeners > 0 then redis.call('SET', KEYS[#KEYS], listeners, 'PX', ARGV[5]) end
return listeners
"""

_CONFIRM = """
if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('DECR', KEYS[1]) == 0 then
  redis.call('RPUSH', KEYS[2], '1')
  redis.call('PEXPIRE', KEYS[2], ARGV[1])
end
return 1
"""


@dataclass(frozen=True, slots=True)
class Look:
    """What Redis knew: the tokens, the bytes if there are any that fit, and whether the asker is their maker now."""

    made_under: bytes
    body: bytes | None
    maker: str | None


class SharedAnswers:
    """The part of the cache that lies in Redis. Its methods never raise: None or False says that Redis did not help."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._look, self._store, self._drop, self._confirm = (
            redis.register_script(script) for script in (_LOOK, _STORE, _DROP, _CONFIRM)
        )
        self._rests_until = 0.0

    async def look(self, key: Key) -> Look | None:
        """Ask for an answer. None when Redis is slow or away, or was within the last `REST_SECONDS`."""
        if time.monotonic() < self._rests_until:
            return None
        token = secrets.token_hex(8)
        keys = [*_tag_keys(key.tags), *_answer_keys(key)]
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                found: Any = await self._look(keys=keys, args=[token, _TAG_SECONDS, LOCK_MS])
        except (RedisError, OSError, TimeoutError):
            self._rests_until = time.monotonic() + REST_SECONDS
            return None
        made_under, body, mine = found
        return Look(made_under, body, token if mine else None)

    async def store(self, key: Key, look: Look, body: bytes | None, seconds: float) -> None:
        """Keep an answer under the tokens of `look`, and let the next one make it. Without a body, only the latter."""
        if look.maker is None and body is None:
            return
        value = b"" if body is None else look.made_under + body
        maker = look.made_under + (look.maker or "-").encode()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._store(keys=_answer_keys(key), args=[value, int(seconds * 1000), maker])
        except (RedisError, OSError, TimeoutError):
            self._rests_until = time.monotonic() + REST_SECONDS

    async def drop(self, tags: Iterable[str], *, wait: bool = True) -> bool:
        """Give tags new tokens, tell every process, and `wait` until each has dropped what it kept.

        False when Redis did not take it within `DROP_SECONDS`. A process that does not confirm in that time (it hangs,
        or just died) is not waited for any longer: it stops to trust what it keeps by itself.
        """
        token, names = secrets.token_hex(8), sorted(set(tags))
        waiting, done = _confirmations(token)
        message = "\n".join((token, *names))
        told = False
        try:
            async with asyncio.timeout(DROP_SECONDS):
                args = [token, _TAG_SECONDS, CHANNEL, message, _WAIT_MS]
                listeners = await self._drop(keys=[*(_tag_key(name) for name in names), waiting], args=args)
                told = True
                if listeners and wait:
                    await self._redis.execute_command("BLPOP", done, DROP_SECONDS)
        except (RedisError, OSError, TimeoutError):
            return told
        return True

    async def confirm(self, token: str) -> None:
        """Tell whoever dropped something that this process did so, too."""
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(DROP_SECONDS):
                await self._confirm(keys=_confirmations(token), args=[_WAIT_MS])


async def drop_from_outside(redis_url: str, tag: str) -> bool:
    """Drop a tag from a program that keeps nothing, such as a command; False when Redis was not there."""
    async with Redis.from_url(redis_url) as redis:
        return await SharedAnswers(redis).drop([tag])


def read_drop(message: bytes) -> tuple[str, list[str]]:
    """The token and the tags of a message on `CHANNEL`."""
    token, *tags = message.decode().split("\n")
    return token, tags


def _tag_key(tag: str) -> str:
    return f"stoke:cache:tag:{tag}"


def _tag_keys(tags: Sequence[str]) -> list[str]:
    return [_tag_key(EVERYTHING), *(_tag_key(tag) for tag in tags)]


def _answer_keys(key: Key) -> list[str]:
    # People choose parts of a key: hashed, it is short and cannot be written to look like another.
    name = hashlib.sha256(key.text.encode()).hexdigest()
    return [f"stoke:cache:answer:{name}", f"stoke:cache:maker:{name}"]


def _confirmations(token: str) -> list[str]:
    return [f"stoke:cache:waiting:{token}", f"stoke:cache:done:{token}"]
