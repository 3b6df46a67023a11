"""Readiness and the status page: what is wrong, since when, at once, and nothing that is nobody's business."""

import asyncio
import re
import time
from contextlib import AsyncExitStack
from typing import Any

import pytest
from redis.asyncio import Redis

from backend.core import checks
from backend.core.checks import Checks, checks_of
from backend.core.heartbeat import KEY, beat_once
from backend.core.outbox.backlog import backlog
from tests.support.stoke import Stoke


async def parts(stoke: Stoke) -> dict[str, Any]:
    """What `/api/ready` says of each part."""
    async with stoke.client() as client:
        return (await client.get("/api/ready")).json()["parts"]


def afresh(stoke: Stoke, redis: Redis | None = None) -> None:
    """Checks that remember nothing."""
    stoke.runtime.checks = checks_of(stoke.runtime.database, redis or stoke.runtime.redis)


async def test_all_is_well_while_a_worker_gives_signs_of_life(stoke: Stoke) -> None:
    await stoke.settle()
    await beat_once(stoke.runtime.database, stoke.runtime.redis)
    afresh(stoke)
    assert {part["state"] for part in (await parts(stoke)).values()} == {"operational"}
    async with stoke.client() as client:
        status = (await client.get("/api/status")).json()
    assert status["state"] == "operational"
    assert set(status["parts"]) == {"api", "database", "live", "background"}


async def test_a_silent_worker_shows_with_its_time(stoke: Stoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FRESH_SECONDS", 0.0)
    await beat_once(stoke.runtime.database, stoke.runtime.redis)
    afresh(stoke)
    before = (await parts(stoke))["background"]
    await stoke.runtime.redis.delete(KEY)
    after = (await parts(stoke))["background"]
    assert (before["state"], after["state"]) == ("operational", "down")
    assert after["since"] > before["since"]
    assert "no worker" in after["problem"]
    async with stoke.client() as client:
        ready = await client.get("/api/ready")
        status = (await client.get("/api/status")).json()
        page = (await client.get("/status")).text
    assert ready.status_code == 200, "requests are answered all the same"
    assert (status["state"], status["parts"]["background"]["state"]) == ("degraded", "down")
    assert "no worker" not in page + str(status)


async def test_late_background_work_is_degraded(stoke: Stoke) -> None:
    await stoke.runtime.redis.set(KEY, b'{"lag": 90.4}')
    afresh(stoke)
    part = (await parts(stoke))["background"]
    assert (part["state"], part["problem"]) == ("degraded", "90 s behind")


async def test_the_backlog_is_counted(stoke: Stoke) -> None:
    await stoke.settle()
    assert (await backlog(stoke.runtime.database)).open == 0
    async with stoke.client() as client:
        form = {"name": "A", "email": "later@example.com", "password": "long enough 12"}
        await client.post("/api/auth/register", json={**form, "organization_name": "A", "time_zone": "UTC"})
    waiting = await backlog(stoke.runtime.database)
    assert waiting.open >= 1
    assert 0 < waiting.lag < 30
    await stoke.settle()
    assert (await backlog(stoke.runtime.database))[:3] == (0, 0, 0)


async def test_a_part_that_hangs_keeps_nobody_waiting(stoke: Stoke) -> None:
    ended = asyncio.Event()

    async def hang() -> str | None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            # As a driver does that finishes its protocol first.
            await ended.wait()
        return None

    async def well() -> str | None:
        return None

    async def down() -> str | None:
        raise ConnectionRefusedError("postgresql://stoke_app:geheim@10.0.0.7")

    stoke.runtime.checks = Checks({"database": down, "live": hang, "background": well})
    began = time.monotonic()
    async with stoke.client() as client:
        answers = await asyncio.gather(*(client.get("/api/ready") for _ in range(20)))
    assert time.monotonic() - began < checks.PATIENCE_SECONDS + 1
    ended.set()
    assert {answer.status_code for answer in answers} == {503}
    found = answers[0].json()["parts"]
    assert found["database"]["problem"] == "does not answer (ConnectionRefusedError)"
    assert found["live"]["state"] == "down"
    assert "geheim" not in answers[0].text
    async with stoke.client() as client:
        status = await client.get("/api/status")
        page = await client.get("/status")
    assert status.json()["state"] == "down"
    for text in (status.text, page.text):
        assert not re.search(r"geheim|10\.0|Error|postgres|redis|python", text, re.IGNORECASE)


async def test_redis_away_leaves_the_database(stoke: Stoke) -> None:
    afresh(stoke, Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.2))
    found = await parts(stoke)
    assert {name: part["state"] for name, part in found.items()} == {
        "database": "operational",
        "live": "down",
        "background": "down",
    }


async def test_the_page_stands_alone(stoke: Stoke) -> None:
    afresh(stoke)
    async with stoke.client() as client:
        page = await client.get("/status")
        style = await client.get("/api/status/style.css")
    assert page.status_code == style.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    assert len(page.content) + len(style.content) < 5000
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert re.findall(r'(?:src|href)="([^"]+)"', page.text) == ["/api/status/style.css", "/", "/status"]
    assert "prefers-color-scheme: dark" in style.text
    assert "light dark" in style.text


@pytest.fixture(autouse=True)
async def _without_a_worker(stoke: Stoke) -> None:
    await stoke.runtime.redis.delete(KEY)


async def test_a_crowd_at_the_pool_is_no_database_that_is_gone(stoke: Stoke) -> None:
    database = stoke.runtime.database
    limit = database.usage()["read"].limit

    async def wait_for_one() -> None:
        async with database.read(None):
            pass

    async with AsyncExitStack() as held:
        for _ in range(limit):
            await held.enter_async_context(database.read(None))
        waiting = [asyncio.create_task(wait_for_one()) for _ in range(limit)]
        async with asyncio.timeout(5):
            while database.usage()["read"].waiting < limit:
                await asyncio.sleep(0.01)
        afresh(stoke)
        async with stoke.client() as client:
            answer = await client.get("/api/ready")
    await asyncio.gather(*waiting)
    assert answer.status_code == 200
    assert answer.json()["parts"]["database"]["state"] == "degraded"
