"""Kept answers when Redis is slow, hangs, is killed, and comes back: never out of date, never held up."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import pytest

from backend.core.cache import Cache
from backend.core.cache.cache import LEASE_SECONDS
from backend.local.valkey import EmbeddedValkey
from tests.support.caches import Maker, SlowRedis, distrusted, key, processes, settled


@pytest.fixture
async def slow(valkey: EmbeddedValkey) -> AsyncGenerator[SlowRedis]:
    async with SlowRedis(valkey.socket_path, valkey.socket_path.with_name("slow.sock")).running() as proxy:
        yield proxy


@pytest.fixture
async def pair(valkey: EmbeddedValkey) -> AsyncIterator[tuple[Cache, Cache]]:
    async with processes(valkey.url) as (first, second):
        yield first, second


async def test_with_redis_killed_every_answer_is_made_and_none_is_old(
    valkey: EmbeddedValkey, pair: tuple[Cache, Cache]
) -> None:
    first, second = pair
    make = Maker()
    for cache in pair:
        await cache.get(key("a"), make)
    valkey.stop()
    await distrusted(*pair)

    make.value = b"2"
    assert not await first.drop(["tag"])
    for cache in pair:
        begun = time.monotonic()
        assert (await cache.get(key("a"), make)).body == b"2"
        assert time.monotonic() - begun < 0.5
    assert second.counters.of("things").bypassed == 1


async def test_when_redis_is_back_it_is_used_again_and_nothing_old_with_it(
    valkey: EmbeddedValkey, pair: tuple[Cache, Cache]
) -> None:
    first, second = pair
    make = Maker()
    for cache in pair:
        await cache.get(key("a"), make)
    valkey.stop()
    await distrusted(*pair)
    make.value = b"2"
    await first.drop(["tag"])
    valkey.start()
    await settled(*pair)

    for cache in pair:
        assert (await cache.get(key("a"), make)).body == b"2"
    calls = make.calls
    for cache in pair:
        await cache.get(key("a"), make)
    assert make.calls == calls
    make.value = b"3"
    assert await second.drop(["tag"])
    assert (await first.get(key("a"), make)).body == b"3"


async def test_a_slow_redis_holds_a_reader_up_for_a_moment_and_the_next_not_at_all(
    slow: SlowRedis,
) -> None:
    async with processes(slow.url, 1) as (cache,):
        slow.hold(0.15)
        begun = time.monotonic()
        await cache.get(key("a"), Maker())
        await cache.get(key("b"), Maker())
        assert time.monotonic() - begun < 0.14
        # Its own memory it may trust as long as the proofs are younger than a second.
        make = Maker()
        while time.monotonic() - begun < LEASE_SECONDS * 1.5:
            await cache.get(key("c"), make)
            await asyncio.sleep(0.05)
        assert make.calls == 1
        assert cache.counters.of("things").bypassed == 0


async def test_a_process_that_hears_nothing_gives_nothing_old_after_a_second(
    valkey: EmbeddedValkey, slow: SlowRedis
) -> None:
    async with processes(valkey.url, 1) as (writer,), processes(slow.url, 1) as (deaf,):
        make = Maker()
        await deaf.get(key("a"), make)
        slow.hold(30.0)
        cut_off = time.monotonic()
        make.value = b"2"
        await writer.drop(["tag"])

        while (await deaf.get(key("a"), make)).body != b"2":
            assert time.monotonic() - cut_off < LEASE_SECONDS + 0.2
            await asyncio.sleep(0.02)
        assert not deaf.trusted


async def test_a_writer_that_was_cut_off_drops_everything_when_it_is_back(
    valkey: EmbeddedValkey, slow: SlowRedis
) -> None:
    async with processes(valkey.url, 1) as (reader,), processes(slow.url, 1) as (writer,):
        await settled(reader, writer)
        make = Maker()
        await reader.get(key("a"), make)
        slow.hold(30.0)
        make.value = b"2"
        begun = time.monotonic()
        assert not await writer.drop(["tag"])
        assert time.monotonic() - begun < 0.5
        slow.hold(0.0)
        async with asyncio.timeout(10):
            while (await reader.get(key("a"), make)).body != b"2":
                await asyncio.sleep(0.02)


async def test_a_process_that_hangs_does_not_hold_a_writer_up_for_long(valkey: EmbeddedValkey, slow: SlowRedis) -> None:
    async with processes(valkey.url, 1) as (writer,), processes(slow.url, 1) as (hanging,):
        await settled(writer, hanging)
        slow.hold(30.0)
        begun = time.monotonic()
        assert await writer.drop(["tag"])
        assert time.monotonic() - begun < 0.5


async def test_a_cache_that_never_reached_redis_makes_every_answer(tmp_path: Path) -> None:
    async with processes(f"unix://{tmp_path}/nowhere.sock", 1, trusted=False) as (cache,):
        make = Maker()
        for _ in range(3):
            assert (await cache.get(key("a"), make)).body == b"1"
        assert make.calls == 3
        assert not await cache.drop(["tag"])
