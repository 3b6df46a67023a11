"""Postgres and Valkey go away under load, and the API is killed: what was answered is true, and work goes on."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sized
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import text
from websockets.asyncio.client import ClientConnection, connect

from backend.core.ids import new_id
from backend.local.services import Services
from tests.faults.processes import Running, api, environment, free_port, mailbox, worker
from tests.support.stoke import Person, Stoke


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


@pytest.fixture(scope="module")
async def house(
    stoke: Stoke, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[str, str, list[Running], dict[str, str], Path]]:
    """API, worker and mailbox as processes: addresses of API and mailbox, the processes, environment and folder."""
    folder = tmp_path_factory.mktemp("house")
    smtp_port = free_port()
    env = environment(stoke.settings, SMTP_URL=f"smtp://127.0.0.1:{smtp_port}", STOKE_JOB_LEASE_SECONDS="5")
    box, mails = await mailbox(folder / "box", smtp_port)
    running, base = await api(env, folder / "api.log")
    processes = [box, running, worker(env, folder / "worker.log")]
    yield base, mails, processes, env, folder
    for process in processes:
        if process.alive():
            process.kill()


def _browser(base: str, person: Person) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=base, headers={"authorization": person.client.headers["authorization"]}, timeout=20
    )


async def _add(client: httpx.AsyncClient, number: int, seen: Counter[int], key: str | None = None) -> None:
    """Add a client with a key, again until it is answered; every other answer must be a clean 503."""
    key = key or str(new_id())
    form = {"first_name": "Load", "last_name": f"Number {number:04}"}
    async with asyncio.timeout(30):
        while True:
            answer = await client.post("/api/clients", json=form, headers={"idempotency-key": key})
            seen[answer.status_code] += 1
            if answer.status_code == 201:
                return
            assert answer.status_code == 503, answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] == "unavailable"
            assert answer.headers["retry-after"]
            await asyncio.sleep(0.1)


async def _more(done: Sized, number: int) -> None:
    """Wait until so many more are done: the load is on, or has recovered."""
    wanted = len(done) + number
    async with asyncio.timeout(30):
        while len(done) < wanted:
            await asyncio.sleep(0.02)


async def test_postgres_restarted_and_killed_under_load_loses_and_doubles_nothing(
    stoke: Stoke, services: Services, owner: Person, house: tuple[Any, ...]
) -> None:
    seen: Counter[int] = Counter()
    reads: Counter[int] = Counter()
    numbers = iter(range(10_000))
    stop = asyncio.Event()
    done: list[int] = []
    async with _browser(house[0], owner) as client:

        async def write() -> None:
            while not stop.is_set():
                number = next(numbers)
                await _add(client, number, seen)
                done.append(number)

        async def read() -> None:
            while not stop.is_set():
                answer = await client.get("/api/clients")
                assert answer.status_code in (200, 503), answer.text
                reads[answer.status_code] += 1
                await asyncio.sleep(0.02)

        tasks = [asyncio.create_task(step()) for step in (write, write, write, read, read)]
        await _more(done, 10)
        await asyncio.to_thread(services.postgres.restart)
        await _more(done, 10)
        await asyncio.to_thread(services.postgres.kill)
        await asyncio.to_thread(services.postgres.start)
        await _more(done, 10)
        stop.set()
        await asyncio.gather(*tasks)

    async with stoke.runtime.database.read(owner.organization_id) as read_session:
        rows = await read_session.all(
            text("SELECT last_name, count(*) AS times FROM clients WHERE first_name = 'Load' GROUP BY 1")
        )
    assert {row["times"] for row in rows} == {1}
    assert len(rows) == len(done)
    assert seen[503] + reads[503] > 0
    assert seen[500] == reads[500] == 0
    assert "Traceback" not in (house[4] / "api.log").read_text()


async def _socket(base: str, person: Person) -> ClientConnection:
    socket = await connect(f"{base.replace('http', 'ws')}/api/live")
    token = person.client.headers["authorization"].removeprefix("Bearer ")
    await socket.send(orjson.dumps({"type": "auth", "token": token, "since": None}).decode())
    assert (await _next(socket))["type"] == "ready"
    return socket


async def _next(socket: ClientConnection, seconds: float = 10) -> dict[str, Any]:
    async with asyncio.timeout(seconds):
        return orjson.loads(await socket.recv())


async def _told(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        message = await _next(socket)
        if message["type"] == kind:
            return message


async def test_valkey_emptied_and_restarted_under_load_stops_nothing(
    services: Services, owner: Person, house: tuple[Any, ...]
) -> None:
    base, mails, processes, _, folder = house
    socket = await _socket(base, owner)
    async with _browser(base, owner) as client:
        await _add(client, 20_001, Counter())
        await _told(socket, "event")

        seen: list[int] = []

        async def load() -> None:
            for _ in range(40):
                seen.append((await client.get("/api/clients")).status_code)
                answer = await client.post("/api/clients", json={"first_name": "During", "last_name": "Outage"})
                seen.append(answer.status_code)
                await asyncio.sleep(0.03)

        task = asyncio.create_task(load())
        await _more(seen, 10)
        await asyncio.to_thread(services.valkey.flush)
        await _more(seen, 10)
        await asyncio.to_thread(services.valkey.restart)
        await task
        assert set(seen) == {200, 201}

        await _told(socket, "resync")
        await _add(client, 20_002, Counter())
        await _told(socket, "event")
        await socket.close()

        invited = (
            await client.post(
                "/api/clients", json={"first_name": "Iris", "last_name": "Falk", "email": "after@example.com"}
            )
        ).json()
        assert (await client.post(f"/api/clients/{invited['id']}/invite")).status_code == 202
    async with httpx.AsyncClient() as page, asyncio.timeout(15):
        while not (await page.get(f"{mails}/api/messages", params={"to": "after@example.com"})).json()["items"]:
            assert processes[2].alive(), processes[2].text()
            await asyncio.sleep(0.1)
    assert "request.failed" not in (folder / "api.log").read_text()


async def test_an_api_killed_after_its_commit_loses_no_event(
    stoke: Stoke, owner: Person, house: tuple[Any, ...]
) -> None:
    _, _, processes, env, folder = house
    processes[2].kill()
    running, base = await api(env, folder / "second.log")
    async with _browser(base, owner) as client:
        await _add(client, 30_000, Counter())
    running.kill()
    async with stoke.runtime.database.read(owner.organization_id) as read:
        waiting = text("SELECT count(*) FROM outbox_events WHERE relayed_at IS NULL")
        assert await read.scalar(waiting) > 0

    processes[2] = worker(env, folder / "worker.log")
    async with asyncio.timeout(15):
        while True:
            async with stoke.runtime.database.read(owner.organization_id) as read:
                if await read.scalar(waiting) == 0:
                    return
            await asyncio.sleep(0.1)
