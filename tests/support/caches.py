"""Caches of several processes in one, and a Redis that can be slow."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from redis.asyncio import Redis

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.cache import Cache, Kept, Key
from backend.core.ending import ended
from backend.core.ids import new_id

KIND = Kept("things", 60)


def key(text: str = "a", *tags: str, kept: Kept = KIND) -> Key:
    """A key as `key_for` would make it."""
    return Key(kept, text, tags or ("tag",))


def access(permissions: dict[str, Scope], *, organization_id: UUID, scope: Scope = Scope.ALL) -> Access:
    """Somebody with these permissions."""
    return Access(
        user_id=new_id(),
        session_id=new_id(),
        organization_id=organization_id,
        member_id=new_id(),
        role="trainer",
        email_verified=True,
        proved_at=clock.now(),
        permissions=MappingProxyType(permissions),
        scope=scope,
    )


@asynccontextmanager
async def processes(url: str, count: int = 2, *, trusted: bool = True) -> AsyncGenerator[list[Cache]]:
    """Caches that listen, each with connections of its own, as so many API processes have."""
    async with AsyncExitStack() as stack:
        caches: list[Cache] = []
        for _ in range(count):
            redis = Redis.from_url(url, socket_connect_timeout=1, socket_timeout=5)
            cache = Cache(redis)
            task = asyncio.create_task(cache.run())
            stack.push_async_callback(redis.aclose)
            stack.push_async_callback(cache.close)
            stack.push_async_callback(ended, [task])
            caches.append(cache)
        if trusted:
            await settled(*caches)
        yield caches


async def settled(*caches: Cache) -> None:
    """Wait until all trust their memory, and what each said at its beginning was heard by the others."""
    async with asyncio.timeout(10):
        while not all(cache.trusted for cache in caches):
            await asyncio.sleep(0.02)
    await caches[0].drop(["beginning"])


async def distrusted(*caches: Cache) -> None:
    """Wait until none does."""
    async with asyncio.timeout(5):
        while any(cache.trusted for cache in caches):
            await asyncio.sleep(0.02)


class Maker:
    """Answers what `value` is when it is asked; counts how often, and can be held up amid its work."""

    def __init__(self, value: bytes = b"1") -> None:
        self.value = value
        self.calls = 0
        self.read = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def __call__(self) -> bytes:
        self.calls += 1
        value = self.value
        self.read.set()
        await self.go_on.wait()
        return value


class SlowRedis:
    """A proxy in front of a Redis socket that holds every answer back for a while."""

    def __init__(self, behind: Path, front: Path) -> None:
        self._behind, self._front = behind, front
        self._seconds = 0.0
        self._released = asyncio.Event()

    @property
    def url(self) -> str:
        return f"unix://{self._front}?db=0"

    def hold(self, seconds: float) -> None:
        """Hold answers back from now on; those that are held already are let go."""
        self._seconds = seconds
        self._released.set()
        self._released = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator["SlowRedis"]:
        """Listen."""
        served: set[asyncio.Task[None]] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            served.add(task)
            inner, outer = await asyncio.open_unix_connection(str(self._behind))
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._pass_on(reader, outer, slowly=False))
                    group.create_task(self._pass_on(inner, writer, slowly=True))
            except* (ConnectionError, asyncio.CancelledError):
                pass
            finally:
                served.discard(task)
                outer.close()
                writer.close()

        server = await asyncio.start_unix_server(serve, str(self._front))
        try:
            yield self
        finally:
            server.close()
            for task in tuple(served):
                task.cancel()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, slowly: bool) -> None:
        while data := await reader.read(65536):
            if slowly and self._seconds:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._released.wait(), self._seconds)
            writer.write(data)
            await writer.drain()
        writer.close()
