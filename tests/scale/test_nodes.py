"""One Stoke on two nodes: what happens at one is so at the other."""

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import orjson
import pytest
from PIL import Image
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from backend.core.ids import new_id
from backend.domains.training.library import category_id
from tests.scale.cluster import Cluster
from tests.support.stoke import Person

Check = Callable[[Cluster], Awaitable[None]]

EXERCISE = {
    "category_id": str(category_id("squats")),
    "primary_muscles": ["quads"],
    "equipment": ["sled"],
    "level": "beginner",
    "measurement": "weight_reps",
    "movement_pattern": "squat",
    "mechanics": "compound",
}

FORM = {"first_name": "Iris", "last_name": "Falk"}


async def _open(base_url: str, person: Person, since: str | None = None) -> tuple[ClientConnection, dict[str, Any]]:
    socket = await connect(f"{base_url.replace('http', 'ws', 1)}/api/live")
    token = person.client.headers["authorization"].removeprefix("Bearer ")
    await socket.send(orjson.dumps({"type": "auth", "token": token, "since": since}).decode())
    return socket, await _next(socket)


async def _next(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(10):
        return orjson.loads(await socket.recv())


async def _until(socket: ClientConnection, client_id: str) -> dict[str, Any]:
    """The event about one client; others come before it."""
    while True:
        message = await _next(socket)
        if client_id in str(message):
            return message


async def test_requests_are_spread_over_both_nodes(cluster: Cluster) -> None:
    async with cluster.client() as client:
        for _ in range(20):
            assert (await client.get("/api/health", headers={"x-request-id": "spread-over-both"})).status_code == 200
    logs = [node.log.read_text().count("spread-over-both") for node in cluster.nodes]
    assert min(logs) >= 5, logs


async def test_what_is_written_at_one_node_reaches_a_socket_at_the_other(cluster: Cluster) -> None:
    owner = await cluster.owner()
    here, there = cluster.nodes
    socket, ready = await _open(there.url, owner)
    assert ready["type"] == "ready"
    async with cluster.at(owner, here) as client:
        made = (await client.post("/api/clients", json=FORM)).json()

    assert (await _until(socket, made["id"]))["type"] == "event"
    await socket.close()


async def test_a_node_that_dies_costs_a_reconnect_and_no_event(cluster: Cluster) -> None:
    owner = await cluster.owner()
    socket, _ = await _open(cluster.url, owner)
    first = (await owner.client.post("/api/clients", json=FORM)).json()
    seen = await _until(socket, first["id"])
    # Which node nginx chose is told by which of them ends the socket.
    ended = asyncio.create_task(_closed(socket))
    dead = None
    for node in cluster.nodes:
        node.kill()
        done, _ = await asyncio.wait({ended}, timeout=2)
        if done:
            dead = node
            break
        await node.start()
    assert dead is not None

    with pytest.raises(ConnectionClosed):
        await ended
    answers = [await owner.client.post("/api/clients", json=FORM) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {201}
    again, ready = await _open(cluster.url, owner, since=seen["id"])
    assert ready["type"] == "ready"
    missed = [(await _until(again, answer.json()["id"]))["type"] for answer in answers]
    assert missed == ["event"] * 6
    await again.close()
    await dead.start()


async def _closed(socket: ClientConnection) -> None:
    """Read until the socket is closed, and raise how."""
    while True:
        await socket.recv()


async def test_nodes_replaced_in_turn_lose_no_request_and_double_none(cluster: Cluster) -> None:
    owner = await cluster.owner()
    replacing = asyncio.create_task(_replace(cluster))
    written: list[str] = []

    async def read() -> None:
        while not replacing.done():
            assert (await _patiently(owner.client, "GET")).status_code == 200

    async def write() -> None:
        while not replacing.done():
            answer = await _patiently(owner.client, "POST", json=FORM, headers={"idempotency-key": new_id().hex})
            assert answer.status_code == 201, answer.text
            written.append(answer.json()["id"])

    await asyncio.gather(replacing, read(), read(), write(), write())
    kept = await cluster.sql("SELECT count(*) FROM clients WHERE organization_id = $1", owner.organization_id)
    assert kept == len(written) == len(set(written)) > 50


async def _patiently(client: httpx.AsyncClient, method: str, **request: Any) -> httpx.Response:
    """Repeat what met a connection just closing, or no node in that second: as the web app does, with its key."""
    async with asyncio.timeout(10):
        while (answer := await client.request(method, "/api/clients", **request)).status_code == 502:
            await asyncio.sleep(0.2)
    return answer


async def _replace(cluster: Cluster) -> None:
    for node in cluster.nodes:
        await node.replace()
        seen = node.log.read_text().count("/api/clients")
        async with asyncio.timeout(10):
            while node.log.read_text().count("/api/clients") == seen:
                await asyncio.sleep(0.05)


async def test_signing_out_at_one_node_ends_the_access_at_the_other_within_a_second(cluster: Cluster) -> None:
    owner = await cluster.owner()
    here, there = cluster.nodes
    async with cluster.at(owner, there) as beside:
        socket, _ = await _open(there.url, owner)
        assert (await beside.get("/api/members")).status_code == 200
        # Cookies belong to a host, whatever its port: what nginx gave is sent to the node.
        answer = await owner.client.post(f"{here.url}/api/auth/logout")
        assert answer.status_code == 204, answer.text
        assert await _refused(beside, 401) <= 1.3
    with pytest.raises(ConnectionClosed) as closed:
        await asyncio.wait_for(_closed(socket), 5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


async def test_a_change_of_role_counts_at_every_node_within_a_second(cluster: Cluster) -> None:
    owner = await cluster.owner()
    async with cluster.at(owner, cluster.nodes[0]) as first, cluster.at(owner, cluster.nodes[1]) as second:
        for client in (first, second):
            assert (await client.get("/api/members")).status_code == 200
        await cluster.sql("UPDATE members SET role = 'client' WHERE id = $1", owner.member_id)
        waited = await asyncio.gather(_refused(first, 403), _refused(second, 403))
    assert max(waited) <= 1.3


async def _refused(client: httpx.AsyncClient, status: int) -> float:
    """Seconds until the list of members is refused."""
    begun = time.monotonic()
    async with asyncio.timeout(5):
        while (answer := await client.get("/api/members")).status_code != status:
            assert answer.status_code == 200, answer.text
            await asyncio.sleep(0.05)
    return time.monotonic() - begun


async def test_one_key_at_two_nodes_at_once_has_one_effect_and_one_answer(cluster: Cluster) -> None:
    owner = await cluster.owner()
    async with cluster.at(owner, cluster.nodes[0]) as first, cluster.at(owner, cluster.nodes[1]) as second:
        answers = await asyncio.gather(
            *(
                client.post("/api/clients", json=FORM, headers={"idempotency-key": "one"})
                for client in (first, second) * 4
            )
        )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len((await owner.client.get("/api/clients")).json()["items"]) == 1


async def test_what_one_node_keeps_is_dropped_by_a_write_at_the_other(cluster: Cluster) -> None:
    owner = await cluster.owner()
    async with cluster.at(owner, cluster.nodes[0]) as first, cluster.at(owner, cluster.nodes[1]) as second:
        for number in range(12):
            writer, reader = (first, second) if number % 2 else (second, first)
            name = f"Sandhill push {number:02}"
            # Asked for by both before there is one, so that both may keep the empty answer and the list without it.
            for client in (first, second, first, second):
                assert name not in await _exercises(client)
                assert name not in await _exercises(client, q=name)
            answer = await writer.post("/api/exercises", json={**EXERCISE, "name": name})
            assert answer.status_code == 201, answer.text
            assert name in await _exercises(reader)
            assert name in await _exercises(reader, q=name)


async def _exercises(client: httpx.AsyncClient, **query: str) -> list[str]:
    answer = await client.get("/api/exercises", params={"limit": "100", "mine": "true", **query})
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


async def test_a_photo_that_came_in_at_one_node_is_shown_by_the_other(cluster: Cluster) -> None:
    owner = await cluster.owner()
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (20, 90, 160)).save(out, "JPEG")
    async with cluster.at(owner, cluster.nodes[0]) as first, cluster.at(owner, cluster.nodes[1]) as second:
        headers = {"content-type": "image/jpeg"}
        answer = await first.post("/api/auth/me/photo", content=out.getvalue(), headers=headers)
        assert answer.status_code == 200, answer.text
        shown = await second.get(answer.json()["photo_url"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")


async def test_a_refused_body_and_an_unknown_address_answer_through_nginx_as_from_the_api(cluster: Cluster) -> None:
    async with cluster.client() as client:
        large = await client.post("/api/auth/login", content=b" " * (3 * 1024 * 1024))
        unknown = await client.get("/api/nowhere")
    assert (large.status_code, large.headers["content-type"]) == (413, "application/problem+json")
    assert (unknown.status_code, unknown.json()["status"]) == (404, 404)
