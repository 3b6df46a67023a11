"""Which tabs of a process are told what, while they come and go and Redis does."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

import orjson
import pytest
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from backend.core.access import Access
from backend.core.ids import new_id
from backend.core.realtime.hub import Hub, Socket
from backend.core.realtime.messages import RESYNC, channel, publish_event
from backend.core.tokens import Claims
from backend.local.valkey import EmbeddedValkey

TOPIC = "staff:all"


def tab(organization_id: UUID) -> Socket:
    claims = Claims(new_id(), new_id(), organization_id, new_id(), 0)
    access = Access(
        user_id=claims.user_id,
        session_id=claims.session_id,
        organization_id=organization_id,
        member_id=claims.member_id,
        role="owner",
        email_verified=True,
        permissions=MappingProxyType({}),
        proved_at=datetime.now(UTC),
    )
    return Socket(claims, access, frozenset({TOPIC}))


@asynccontextmanager
async def listening(redis: Redis) -> AsyncGenerator[Hub]:
    hub = Hub(redis)
    running = asyncio.create_task(hub.run())
    try:
        yield hub
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def tell(redis: Redis, organization_id: UUID) -> str:
    """Publish an event; its id."""
    event = {"id": new_id(), "name": "client.added", "occurred_at": datetime.now(UTC), "payload": {}}
    await publish_event(redis, {**event, "organization_id": organization_id, "topics": [TOPIC]})
    return str(event["id"])


async def heard(socket: Socket) -> str:
    """The next thing that a tab is told: an event's id, or what else it is."""
    async with asyncio.timeout(3):
        message = await socket.queue.get()
    return "resync" if message == RESYNC else orjson.loads(message)["id"]


async def _welcomed(hub: Hub, studio: UUID) -> bool:
    """Whether a tab is let in at once: not so from when the process knows that Redis is away."""
    probe, begun = tab(studio), time.monotonic()
    await hub.join(probe)
    hub.leave(probe)
    return time.monotonic() - begun < 0.5


@pytest.fixture
async def redis(valkey: EmbeddedValkey) -> AsyncGenerator[Redis]:
    client = Redis.from_url(valkey.url)
    yield client
    await client.aclose()


async def test_a_tab_that_comes_after_redis_was_away_unnoticed_is_told_only_what_happens(
    valkey: EmbeddedValkey, redis: Redis
) -> None:
    studio = new_id()
    async with listening(redis) as hub:
        first = tab(studio)
        await hub.join(first)
        hub.leave(first)
        async with asyncio.timeout(3):
            while (await redis.pubsub_numsub(channel(studio)))[0][1]:
                await asyncio.sleep(0.01)
        await asyncio.to_thread(valkey.stop)
        await asyncio.to_thread(valkey.start)

        second = tab(studio)
        await hub.join(second)
        event = await tell(redis, studio)

        assert await heard(second) == event
        assert second.queue.empty()


async def test_tabs_that_are_open_while_redis_is_away_are_told_to_fetch_afresh(
    valkey: EmbeddedValkey, redis: Redis
) -> None:
    studio, other = new_id(), new_id()
    async with listening(redis) as hub:
        before, during = tab(studio), tab(other)
        await hub.join(before)
        await asyncio.to_thread(valkey.stop)
        await hub.join(during)
        await asyncio.to_thread(valkey.start)

        assert [await heard(before), await heard(during)] == ["resync", "resync"]
        assert await tell(redis, studio) == await heard(before)


async def test_a_tab_that_left_while_redis_was_away_leaves_no_resync_for_the_next(
    valkey: EmbeddedValkey, redis: Redis
) -> None:
    studio = new_id()
    async with listening(redis) as hub:
        first, second = tab(studio), tab(studio)
        await hub.join(first)
        await asyncio.to_thread(valkey.stop)
        while await _welcomed(hub, studio):
            pass
        hub.leave(first)
        await asyncio.to_thread(valkey.start)

        await hub.join(second)
        event = await tell(redis, studio)

        assert await heard(second) == event


async def test_a_tab_that_comes_while_redis_stalls_is_told_to_fetch_afresh_when_it_goes_on(
    valkey: EmbeddedValkey, redis: Redis
) -> None:
    studio = new_id()
    teller = Redis.from_url(valkey.url)
    await teller.ping()
    assert valkey.child is not None
    async with listening(redis) as hub:
        os.kill(valkey.child.pid, signal.SIGSTOP)
        try:
            late = tab(studio)
            await hub.join(late)
            missed = asyncio.create_task(tell(teller, studio))
        finally:
            os.kill(valkey.child.pid, signal.SIGCONT)
        await missed

        assert await heard(late) == "resync"
        event = await tell(teller, studio)
        while await heard(late) != event:
            pass
    await teller.aclose()


async def test_a_tab_that_comes_while_the_last_one_is_signed_off_waits_until_redis_was_asked_again(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, unsubscribe = new_id(), PubSub.unsubscribe
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(pubsub: PubSub, *names: str) -> None:
        begun.set()
        await go_on.wait()
        await unsubscribe(pubsub, *names)

    monkeypatch.setattr(PubSub, "unsubscribe", slowly)
    async with listening(redis) as hub:
        last, fresh = tab(studio), tab(studio)
        # Another organization's tab keeps the connection.
        for socket in (tab(new_id()), last):
            await hub.join(socket)
        hub.leave(last)
        await begun.wait()

        joining = asyncio.create_task(hub.join(fresh))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(joining), 0.1)
        go_on.set()
        await joining

        assert await tell(redis, studio) == await heard(fresh)
