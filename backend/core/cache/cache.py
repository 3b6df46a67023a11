"""The cache of one process: its own memory first, then Redis, then whoever can make the answer.

What makes it safe to trust one's own memory is a **lease**. A process listens to what others drop, and asks Redis on
that same connection for a sign of life four times a second; the answer proves that everything dropped before was heard.
Without such proof of the last second, nothing that is kept is given to anyone: each request goes to the database.
"""

import asyncio
import hashlib
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core.cache.counts import Counters
from backend.core.cache.keys import Key
from backend.core.cache.local import Answer, LocalAnswers, State
from backend.core.cache.shared import CHANNEL, EVERYTHING, Look, SharedAnswers, read_drop

log = structlog.get_logger(__name__)

LEASE_SECONDS = 1.0
"""How long a process trusts its memory after the last proof: the most that an answer can be out of date by."""
BEAT_SECONDS = 0.25
SILENCE_SECONDS = 5.0
"""A connection that proves nothing for so long is given up for a new one."""
TELL_SECONDS = 1.0
JITTER = 0.1
"""Answers made in the same moment end up to this share sooner or later."""
WAIT_SECONDS, POLL_SECONDS = 0.15, 0.005
"""How long to wait for another process that makes the same answer, and how often to look."""
TAGS = 50_000
"""Tags whose drops are counted, before all are forgotten together."""

Make = Callable[[], Awaitable[bytes]]


class Cache:
    """One per process. Without `run`, or with `on` False, it keeps nothing: it makes every answer, and drops tags."""

    def __init__(self, redis: Redis, *, limit: int = 32 * 1024 * 1024, on: bool = True) -> None:
        self.counters = Counters()
        self._redis = redis
        self._on = on
        self._local = LocalAnswers(limit)
        self._shared = SharedAnswers(redis)
        self._dropped: dict[str, int] = {}
        self._epoch = 0
        self._lease_until = 0.0
        self._owes = False
        self._under_way: dict[tuple[str, State], asyncio.Task[Answer]] = {}
        self._working: set[asyncio.Task[None]] = set()

    @property
    def trusted(self) -> bool:
        """Whether everything that was dropped until a second ago was heard."""
        return time.monotonic() < self._lease_until

    async def get(self, key: Key, make: Make) -> Answer:
        """The answer for a key: kept, or made by `make`, whose errors are raised to everybody who waits for it."""
        counts = self.counters.of(key.kept.name)
        if not self.trusted:
            counts.bypassed += 1
            return _answer(await make())
        # Before anything is read: what is dropped from here on will not fit any more.
        state = self._state(key.tags)
        found = self._local.get(key.text, state)
        if found is not None:
            counts.local += 1
            return found
        flight = (key.text, state)
        task = self._under_way.get(flight)
        if task is None:
            task = asyncio.create_task(self._find(key, state, make))
            self._under_way[flight] = task
            task.add_done_callback(lambda done: self._landed(flight, done))
        else:
            counts.joined += 1
        return await asyncio.shield(task)

    async def drop(self, tags: Iterable[str]) -> bool:
        """Drop everything that has one of these tags, here at once and in every process before this returns.

        False when Redis could not be told. Others then trust their memory for `LEASE_SECONDS` at most if Redis is away
        for them, too; and as soon as this process reaches Redis again, it drops everything.
        """
        names = set(tags)
        self._drop_here(names)
        told = await self._shared.drop(names)
        if not told:
            self._owes = True
            log.warning("cache.drop_not_told")
        return told

    async def run(self) -> None:
        """Listen to what others drop, until cancelled."""
        if not self._on:
            await asyncio.Event().wait()
        while True:
            try:
                async with self._redis.pubsub() as pubsub:  # pyright: ignore[reportUnknownMemberType]
                    await pubsub.subscribe(CHANNEL)
                    await self._listen(pubsub)
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("cache.redis_away", error=type(error).__name__)
                await asyncio.sleep(BEAT_SECONDS)
            finally:
                self._lose_trust()

    async def close(self) -> None:
        """Let go of what is under way."""
        tasks: list[asyncio.Task[Any]] = [*self._working, *self._under_way.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _find(self, key: Key, state: State, make: Make) -> Answer:
        counts = self.counters.of(key.kept.name)
        seconds = key.kept.seconds * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # not a secret
        look = await self._look(key) if key.kept.shared else None
        if look is not None and look.body is not None:
            counts.shared += 1
            answer = _answer(look.body)
        else:
            counts.made += 1
            try:
                answer = _answer(await make())
            except Exception:
                self._store(key, look, None, seconds)
                raise
            self._store(key, look, answer.body, seconds)
        # Under the state from before the reading: had a tag been dropped meanwhile, this would never be found.
        self._local.put(key.text, state, answer, seconds)
        return answer

    async def _look(self, key: Key) -> Look | None:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            look = await self._shared.look(key)
            if look is None or look.body is not None or look.maker is not None or time.monotonic() > deadline:
                return look
            await asyncio.sleep(POLL_SECONDS)

    def _store(self, key: Key, look: Look | None, body: bytes | None, seconds: float) -> None:
        """Give it to the others, while the request goes on."""
        if look is None:
            return
        self._aside(self._shared.store(key, look, body, seconds))

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    def _landed(self, flight: tuple[str, State], task: asyncio.Task[Answer]) -> None:
        self._under_way.pop(flight, None)
        if not task.cancelled():
            task.exception()  # Whoever waits gets it; if nobody does any more, it is no news.

    def _state(self, tags: Sequence[str]) -> State:
        return (self._epoch, *(self._dropped.get(tag, 0) for tag in tags))

    def _drop_here(self, tags: Iterable[str]) -> None:
        for tag in tags:
            self._dropped[tag] = self._dropped.get(tag, 0) + 1
        if EVERYTHING in tags or len(self._dropped) > TAGS:
            self._drop_all_here()

    def _drop_all_here(self) -> None:
        self._epoch += 1
        self._dropped.clear()
        self._local.clear()

    def _lose_trust(self) -> None:
        self._lease_until = 0.0
        self._drop_all_here()

    async def _listen(self, pubsub: Any) -> None:
        asked: dict[bytes, float] = {}
        beat = heard = time.monotonic()
        told = 0.0
        task = asyncio.current_task()
        while True:
            if task is not None and task.cancelling():
                # Seen: a cancellation that falls together with a timeout of the client's is lost in there.
                raise asyncio.CancelledError
            now = time.monotonic()
            if now - heard > SILENCE_SECONDS:
                raise TimeoutError("Redis does not answer")
            if now >= beat:
                name = str(now).encode()
                asked[name] = now
                await pubsub.ping(name)
                beat = now + BEAT_SECONDS
                if self.trusted and now - told > TELL_SECONDS:
                    told = now
                    self._aside(self._tell())
            message = await pubsub.get_message(timeout=max(0.001, beat - time.monotonic()))
            if message is None:
                continue
            heard = time.monotonic()
            match message["type"]:
                case "pong" if message["data"] in asked:
                    proven = asked[message["data"]]
                    asked = {name: at for name, at in asked.items() if at > proven}
                    if not self._owes or await self._pay():
                        self._lease_until = proven + LEASE_SECONDS
                case "message":
                    token, tags = read_drop(message["data"])
                    self._drop_here(tags)
                    self._aside(self._shared.confirm(token))
                case "subscribe":
                    # Also when the client connected anew by itself: what was said in between was not heard.
                    self._lose_trust()
                    asked.clear()
                    self._owes = True
                case _:
                    pass

    async def _tell(self) -> None:
        with suppress(RedisError, OSError, TimeoutError):
            await self.counters.tell(self._redis)

    async def _pay(self) -> bool:
        """Drop everything everywhere, for what this process could not tell or did not hear while it was cut off."""
        # Itself it listens to no confirmation while it waits for one.
        self._owes = not await self._shared.drop([EVERYTHING], wait=False)
        self._drop_all_here()
        return not self._owes


def _answer(body: bytes) -> Answer:
    return Answer(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
