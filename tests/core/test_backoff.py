"""Waits after tries that failed: how long, for whom, and what ends them."""

import asyncio
from datetime import timedelta
from itertools import permutations

import pytest
from redis.asyncio import Redis

from backend.core import clock
from backend.core.backoff import Backoff, Rule, in_words
from backend.core.errors import TooManyRequests, Unavailable
from backend.core.ids import new_id
from tests.support.stoke import Stoke

RULE = Rule(round=3, window=timedelta(hours=2), first=timedelta(minutes=1), longest=timedelta(minutes=5))


@pytest.fixture
def tries(stoke: Stoke) -> Backoff:
    return Backoff(stoke.runtime.redis)


async def _waits(tries: Backoff, who: str) -> int:
    with pytest.raises(TooManyRequests) as refused:
        await tries.count("test", who, RULE)
    return int(refused.value.headers["Retry-After"])


async def test_each_round_of_failures_doubles_the_wait_up_to_the_longest(tries: Backoff) -> None:
    who, now, waits = new_id().hex, clock.now(), list[int]()
    for _ in range(5):
        with clock.at(now):
            for _ in range(RULE.round):
                await tries.count("test", who, RULE)
            waits.append(await _waits(tries, who))
        now += timedelta(seconds=waits[-1])
    assert waits == [60, 120, 240, 300, 300]


async def test_a_hundred_at_once_are_not_all_let_in(tries: Backoff) -> None:
    who = new_id().hex
    answers = await asyncio.gather(*(tries.count("test", who, RULE) for _ in range(100)), return_exceptions=True)
    assert sum(not isinstance(answer, TooManyRequests) for answer in answers) == RULE.round


async def test_what_went_well_does_not_count_and_ends_the_wait_it_began(tries: Backoff) -> None:
    who = new_id().hex
    for _ in range(10):
        await tries.take_back(await tries.count("test", who, RULE))
    for _ in range(RULE.round):
        await tries.count("test", who, RULE)
    assert await _waits(tries, who) > 0


async def test_as_many_at_once_as_make_a_round_end_the_wait_when_they_went_well(tries: Backoff) -> None:
    """In whatever order they are done: else whoever shares their address waits for nobody's failure."""
    for order in permutations(range(RULE.round)):
        who = new_id().hex
        at_once = [await tries.count("test", who, RULE) for _ in range(RULE.round)]
        for place in order:
            await tries.take_back(at_once[place])
        await tries.count("test", who, RULE)


async def test_failures_among_good_tries_at_once_are_counted_all_the_same(tries: Backoff) -> None:
    who = new_id().hex
    at_once = [await tries.count("test", who, RULE) for _ in range(RULE.round)]
    await tries.take_back(at_once[0])
    await tries.count("test", who, RULE)
    assert await _waits(tries, who) > 0


async def test_who_holds_the_secret_starts_anew(tries: Backoff) -> None:
    who = new_id().hex
    for _ in range(4):
        for _ in range(RULE.round - 1):
            await tries.count("test", who, RULE)
        await tries.forget(await tries.count("test", who, RULE))


async def test_without_redis_nobody_is_let_in_uncounted() -> None:
    away = Redis.from_url("unix:///nonexistent/valkey.sock")
    with pytest.raises(Unavailable):
        await Backoff(away).count("test", "who", RULE)
    await away.aclose()


def test_a_wait_is_said_in_words() -> None:
    assert [in_words(seconds) for seconds in (1, 60, 120, 121)] == ["1 seconds", "60 seconds", "2 minutes", "3 minutes"]
