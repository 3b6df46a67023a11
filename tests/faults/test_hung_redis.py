"""A Redis that takes connections and says nothing: nobody who waits for an answer waits for it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from backend.core.errors import Unavailable
from backend.core.rate_limits import RateLimiter
from backend.wiring import waker


@pytest.fixture
async def hung(tmp_path: Path) -> AsyncIterator[Redis]:
    """A client of a server that never answers, as patient as the app's own."""

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    path = tmp_path / "silent.sock"
    server = await asyncio.start_unix_server(say_nothing, path)
    client = Redis.from_url(f"unix://{path}", socket_timeout=5)
    yield client
    await client.aclose()
    server.close()


async def test_a_write_does_not_wait_to_wake_the_relay(hung: Redis) -> None:
    async with asyncio.timeout(2):
        await waker(hung)()


async def test_sign_in_is_closed_at_once_and_the_rest_is_open(hung: Redis) -> None:
    limits = RateLimiter(hung)
    async with asyncio.timeout(4):
        with pytest.raises(Unavailable):
            await limits.require("sign-in", "somebody", 5)
        assert await limits.hit("uploads", "somebody", 5) is None
        assert not await limits.marked("sign-in", "somebody")
        await limits.give_back("sign-in", "somebody", 5)
