"""Changes of the team reach requests, keys and open sockets within a second, with what is really remembered."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from backend.domains.organizations.authenticator import REMEMBERED_SECONDS
from tests.organizations.team import Team, give, joined, own_role, team
from tests.support.server import relayed, served
from tests.support.stoke import Person, Stoke

__all__ = ["team"]

WITHIN = 1.0


@pytest.fixture(scope="module")
async def port(stoke: Stoke) -> AsyncGenerator[int]:
    async with served(stoke) as port, relayed(stoke):
        yield port


async def _open(port: int, person: Person) -> ClientConnection:
    socket = await connect(f"ws://127.0.0.1:{port}/api/live")
    token = person.client.headers["authorization"].removeprefix("Bearer ")
    await socket.send(orjson.dumps({"type": "auth", "token": token}).decode())
    ready: dict[str, Any] = orjson.loads(await socket.recv())
    assert ready["type"] == "ready"
    return socket


async def _ended(socket: ClientConnection) -> float:
    """When the socket was closed over its access."""
    async with asyncio.timeout(5):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
    assert socket.close_code == 4401
    return time.monotonic()


async def _until(person: Person, path: str, status: int) -> float:
    """When a request of theirs is first answered so."""
    async with asyncio.timeout(5):
        while (await person.client.get(path)).status_code != status:
            await asyncio.sleep(0.02)
    return time.monotonic()


@pytest.mark.parametrize("deed", ["role", "own role", "suspend", "remove"])
async def test_a_change_is_everywhere_within_a_second(team: Team, port: int, deed: str) -> None:
    role = await own_role(team.owner, clients_read="all", members_read="all")
    person = await joined(team.stoke, team.owner, role["id"])
    socket = await _open(port, person)
    assert (await person.client.get("/api/clients")).status_code == 200
    # The moment at which the wait is longest: their access was remembered just now.
    path = f"/api/members/{person.member_id}"
    owner = team.owner.client
    if deed == "role":
        assert await give(team.owner, person, (await own_role(team.owner, members_read="all"))["id"]) == 200
    elif deed == "own role":
        patch = {"permissions": {"clients:read": None}}
        assert (await owner.patch(f"/api/roles/{role['id']}", json=patch)).status_code == 200
    elif deed == "suspend":
        assert (await owner.post(f"{path}/suspend")).status_code == 200
    else:
        assert (await owner.delete(path)).status_code == 204
    done = time.monotonic()
    refused, ended = await asyncio.gather(
        _until(person, "/api/clients", 401 if deed in ("suspend", "remove") else 403), _ended(socket)
    )
    assert refused - done < WITHIN
    assert ended - done < WITHIN
    assert REMEMBERED_SECONDS < WITHIN


async def test_a_wider_role_is_there_within_a_second_too(team: Team, port: int) -> None:
    person = await joined(team.stoke, team.owner, "front_desk")
    socket = await _open(port, person)
    assert (await person.client.get("/api/roles")).status_code == 403
    assert await give(team.owner, person, "admin") == 200
    done = time.monotonic()
    allowed, ended = await asyncio.gather(_until(person, "/api/roles", 200), _ended(socket))
    assert max(allowed, ended) - done < WITHIN


async def test_the_team_is_told(team: Team, port: int) -> None:
    socket = await _open(port, team.owner)
    assert await give(team.owner, team.trainer, "assistant") == 200
    async with asyncio.timeout(5):
        message = orjson.loads(await socket.recv())
    assert message["name"] == "organizations.member_changed"
    assert message["data"]["member_id"] == str(team.trainer.member_id)
    await socket.close()
