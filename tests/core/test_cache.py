"""Kept answers in two processes that share a Redis: hits, drops, races, stampedes, and whose they are."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from backend.core.access import Scope
from backend.core.cache import Cache, Kept, counts_of_all, drop_from_outside, forget_counts, key_for
from backend.core.cache.local import Answer, LocalAnswers
from backend.core.ids import new_id
from backend.local.services import Services
from tests.support.caches import KIND, Maker, access, key, processes, settled


@pytest.fixture
async def pair(services: Services) -> AsyncGenerator[tuple[Cache, Cache]]:
    """The caches of two processes."""
    async with processes(services.redis_url) as (first, second):
        yield first, second


def _fresh() -> str:
    return str(new_id())


async def test_an_answer_is_made_once_for_both_processes(pair: tuple[Cache, Cache]) -> None:
    first, second = pair
    make, name = Maker(), _fresh()
    answers = [await first.get(key(name), make) for _ in range(3)]
    answers.append(await second.get(key(name), make))

    assert {answer.body for answer in answers} == {b"1"}
    assert len({answer.etag for answer in answers}) == 1
    assert make.calls == 1
    assert (first.counters.of("things").made, first.counters.of("things").local) == (1, 2)
    assert second.counters.of("things").shared == 1


async def test_what_one_process_drops_the_other_has_dropped_when_that_returns(pair: tuple[Cache, Cache]) -> None:
    first, second = pair
    tag, make = _fresh(), Maker()
    for round_ in range(30):
        for cache in pair:
            assert (await cache.get(key(tag, tag), make)).body == make.value
        make.value = str(round_).encode()
        assert await first.drop([tag])
        assert (await second.get(key(tag, tag), make)).body == make.value


async def test_other_tags_stay(pair: tuple[Cache, Cache]) -> None:
    first, second = pair
    tag, make = _fresh(), Maker()
    await first.get(key(tag, tag), make)
    await second.drop([_fresh()])
    make.value = b"2"
    assert (await first.get(key(tag, tag), make)).body == b"1"


async def test_what_was_read_before_a_drop_is_never_kept_after_it(pair: tuple[Cache, Cache]) -> None:
    """A reader has the old value in hand; a writer commits and drops; the reader goes on and stores what it has."""
    first, second = pair
    tag, make = _fresh(), Maker(b"old")
    make.go_on.clear()
    reading = asyncio.create_task(first.get(key(tag, tag), make))
    await make.read.wait()

    make.value = b"new"
    await second.drop([tag])
    make.go_on.set()

    assert (await reading).body == b"old"  # asked before the write was answered
    for cache in (first, second, first):
        assert (await cache.get(key(tag, tag), make)).body == b"new"
        await asyncio.sleep(0.05)  # until it lies in Redis, too


async def test_nobody_joins_a_reading_that_began_before_a_drop(pair: tuple[Cache, Cache]) -> None:
    first, second = pair
    tag, old, new = _fresh(), Maker(b"old"), Maker(b"new")
    old.go_on.clear()
    reading = asyncio.create_task(first.get(key(tag, tag), old))
    await old.read.wait()
    await second.drop([tag])

    async with asyncio.timeout(2):
        assert (await first.get(key(tag, tag), new)).body == b"new"
    old.go_on.set()
    await reading
    assert (await first.get(key(tag, tag), new)).body == b"new"


async def test_writers_and_readers_at_once_never_read_what_was_overwritten(pair: tuple[Cache, Cache]) -> None:
    tag, value = _fresh(), [0]

    async def make() -> bytes:
        seen = value[0]
        for _ in range(10):
            await asyncio.sleep(0)
        return str(seen).encode()

    async def write(cache: Cache) -> None:
        for _ in range(40):
            value[0] += 1
            written = value[0]
            await cache.drop([tag])
            for reader in pair:
                assert int((await reader.get(key(tag, tag), make)).body) >= written

    async def read(cache: Cache) -> None:
        for _ in range(300):
            await cache.get(key(tag, tag), make)
            await asyncio.sleep(0.0005)

    await asyncio.gather(*(write(cache) for cache in pair), *(read(cache) for cache in pair for _ in range(3)))


async def test_a_hundred_who_ask_at_once_make_one(pair: tuple[Cache, Cache]) -> None:
    name, make = _fresh(), Maker()
    make.go_on.clear()
    asking = [asyncio.create_task(pair[n % 2].get(key(name), make)) for n in range(100)]
    async with asyncio.timeout(2):
        while sum(cache.counters.of("things").joined for cache in pair) < 98:
            await asyncio.sleep(0.002)
    make.go_on.set()
    assert {answer.body for answer in await asyncio.gather(*asking)} == {b"1"}
    assert make.calls == 1


async def test_a_maker_that_dies_holds_the_others_up_for_a_moment_only(pair: tuple[Cache, Cache]) -> None:
    first, second = pair
    name, stuck, make = _fresh(), Maker(), Maker(b"2")
    stuck.go_on.clear()
    hanging = asyncio.create_task(first.get(key(name), stuck))
    await stuck.read.wait()
    async with asyncio.timeout(1):
        assert (await second.get(key(name), make)).body == b"2"
    stuck.go_on.set()
    await hanging


async def test_an_error_is_raised_to_all_and_not_kept(pair: tuple[Cache, Cache]) -> None:
    name = _fresh()

    async def fail() -> bytes:
        await asyncio.sleep(0)
        raise LookupError

    outcomes = await asyncio.gather(*(pair[0].get(key(name), fail) for _ in range(5)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [LookupError] * 5
    assert (await pair[1].get(key(name), Maker())).body == b"1"


async def test_who_leaves_does_not_end_the_reading_of_others(pair: tuple[Cache, Cache]) -> None:
    name, make = _fresh(), Maker()
    make.go_on.clear()
    leaving, staying = (asyncio.create_task(pair[0].get(key(name), make)) for _ in range(2))
    await make.read.wait()
    leaving.cancel()
    make.go_on.set()
    assert (await staying).body == b"1"


async def test_an_emptied_redis_brings_nothing_old_back(pair: tuple[Cache, Cache], services: Services) -> None:
    first = pair[0]
    tag, make = _fresh(), Maker()
    for cache in pair:
        await cache.get(key(tag, tag), make)
    async with Redis.from_url(services.redis_url) as redis:
        await redis.flushall()
    make.value = b"2"
    await first.drop([tag])
    for cache in pair:
        assert (await cache.get(key(tag, tag), make)).body == b"2"


async def test_what_is_past_its_time_is_made_again(pair: tuple[Cache, Cache]) -> None:
    short, name, make = Kept("short", 0.05), _fresh(), Maker()
    await pair[0].get(key(name, kept=short), make)
    async with asyncio.timeout(2):
        while make.calls == 1:
            await asyncio.sleep(0.01)
            await pair[0].get(key(name, kept=short), make)


async def test_what_is_not_shared_stays_in_the_process(pair: tuple[Cache, Cache]) -> None:
    alone, tag, make = Kept("alone", 60, shared=False), _fresh(), Maker()
    for cache in (*pair, *pair):
        await cache.get(key(tag, tag, kept=alone), make)
    assert make.calls == 2
    make.value = b"2"
    await pair[0].drop([tag])
    assert (await pair[1].get(key(tag, tag, kept=alone), make)).body == b"2"


async def test_a_cache_that_is_off_keeps_nothing_and_still_tells_the_others(services: Services) -> None:
    async with processes(services.redis_url, 1) as (on,), Redis.from_url(services.redis_url) as redis:
        off, tag, make = Cache(redis, on=False), _fresh(), Maker()
        await on.get(key(tag, tag), make)
        for _ in range(2):
            await off.get(key(tag, tag), make)
        assert make.calls == 3
        assert off.counters.of("things").bypassed == 2
        make.value = b"2"
        await off.drop([tag])
        assert (await on.get(key(tag, tag), make)).body == b"2"


async def test_the_counts_of_all_processes_are_added_up(pair: tuple[Cache, Cache], services: Services) -> None:
    counted = Kept(f"counted-{_fresh()}", 60)
    for _ in range(9):
        await pair[0].get(key(_fresh(), kept=counted), Maker())
    for cache in pair:
        name = _fresh()
        for _ in range(10):
            await cache.get(key(name, kept=counted), Maker())
    async with Redis.from_url(services.redis_url) as redis, asyncio.timeout(5):
        while (found := (await counts_of_all(redis)).get(counted.name)) is None or found.asked < 29:
            await asyncio.sleep(0.05)
        assert (found.asked, found.made, found.hits) == (29, 11, 18)
        assert found.rate == pytest.approx(18 / 29)
        await forget_counts(redis)
        assert counted.name not in await counts_of_all(redis)


@given(st.lists(st.tuples(st.text("abc", max_size=3), st.integers(0, 400)), max_size=60))
def test_memory_stays_within_its_bound_and_the_last_used_stays(asked: list[tuple[str, int]]) -> None:
    local = LocalAnswers(4_000)
    for name, size in asked:
        local.put(name, (0,), Answer(b"x" * size, '"e"'), 60)
        assert local.get(name, (0,)) is not None
        assert local.size <= 4_000
    local.clear()
    assert (local.size, len(local)) == (0, 0)


def test_an_answer_too_large_for_memory_is_not_kept() -> None:
    local = LocalAnswers(4_000)
    local.put("a", (0,), Answer(b"x" * 2_000, '"e"'), 60)
    assert len(local) == 0


def test_no_two_who_see_different_things_have_one_key() -> None:
    changing = Kept("things", 60, ("things:update",))
    here, there = new_id(), new_id()
    everybody = [
        access({}, organization_id=here),
        access({}, organization_id=there),
        access({"things:update": Scope.ALL}, organization_id=here),
        access({"things:update": Scope.OWN}, organization_id=here),
        access({"things:update": Scope.OWN}, organization_id=here),
        access({"things:update": Scope.ASSIGNED}, organization_id=here),
        access({}, organization_id=here, scope=Scope.OWN),
        access({}, organization_id=here, scope=Scope.OWN),
    ]
    texts = [key_for(person, changing, (), "/things?").text for person in everybody]
    assert len(set(texts)) == len(everybody)


def test_those_who_see_the_same_share_and_what_they_choose_builds_no_other_key() -> None:
    here = new_id()
    one, other = (access({"unrelated": Scope.OWN}, organization_id=here) for _ in range(2))
    assert key_for(one, KIND, (), "/a?").text == key_for(other, KIND, (), "/a?").text
    stranger = access({}, organization_id=new_id())
    forged = key_for(stranger, KIND, (), f"|{key_for(one, KIND, (), '/a?').text}").text
    assert forged != key_for(one, KIND, (), "/a?").text
    assert not forged.startswith(f"things|{here}")


async def test_a_process_that_begins_drops_what_others_may_have_missed(services: Services) -> None:
    async with processes(services.redis_url, 1) as (running,):
        tag, make = _fresh(), Maker()
        await running.get(key(tag, tag), make)
        make.value = b"2"
        async with processes(services.redis_url, 1) as (beginning,):
            await settled(running, beginning)
            assert (await running.get(key(tag, tag), make)).body == b"2"


async def test_a_command_drops_what_running_processes_keep(pair: tuple[Cache, Cache], services: Services) -> None:
    tag, make = _fresh(), Maker()
    for cache in pair:
        await cache.get(key(tag, tag), make)
    make.value = b"2"
    assert await drop_from_outside(services.redis_url, tag)
    for cache in pair:
        assert (await cache.get(key(tag, tag), make)).body == b"2"
