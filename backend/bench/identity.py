"""What identity costs: sign-ins beside a bare check of the password, and how soon a changed role is in effect.

The floor of a sign-in is Starlette with the very same argon2 check and nothing else. A changed role has to end the open
sockets of whom it concerns, so that their pages ask anew; their requests are asked over and over until one is answered
by the new role.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from backend.bench.datasets import small_owner_email
from backend.bench.load import raw_request
from backend.bench.measuring import Repeated, Turns, by_turns
from backend.bench.paths import ACCESS, Recorder
from backend.bench.stand import Served, serving
from backend.demo.accounts import OWNER, PASSWORD, TRAINERS
from backend.domains.accounts import passwords
from backend.domains.organizations.authenticator import REMEMBERED_SECONDS

REACH_MS = 1_000
CHANGES = 10
ASKED_AT_MOST = 500
SOCKETS = 2
"""Open tabs of the one whose role is changed, at each process."""

_PEOPLE = 40
_ROLES = "front_desk", "trainer"


@dataclass(frozen=True, slots=True)
class Identity:
    """Sign-ins of several people, and the owner and the trainer whose role she changes."""

    sign_ins: Sequence[str]
    owner: str
    trainer: str
    member_id: str


async def identity(app: FastAPI) -> Identity:
    """What the measurements need."""
    recorder = Recorder(app)
    owner, trainer = await recorder.sign_in(OWNER.email), await recorder.sign_in(TRAINERS[-1].email)
    me = await recorder.client.get("/api/auth/me", headers={"Authorization": f"Bearer {trainer}"})
    bodies = [
        orjson.dumps({"email": small_owner_email(number), "password": PASSWORD, "remember": False})
        for number in range(_PEOPLE)
    ]
    sign_ins = [raw_request("POST", "/api/auth/login", "-", body) for body in bodies]
    return Identity(sign_ins, owner, trainer, str(me.json()["member_id"]))


def measured(stoke: Served, wanted: Identity, variables: Mapping[str, str], seconds: float) -> dict[str, Any]:
    """Sign-ins per second beside the floor, and the slowest of the changes of a role."""
    with serving("backend.bench.identity:create_floor", variables, "/") as floor:
        beside = by_turns(
            Turns(stoke, Repeated(wanted.sign_ins)),
            Turns(floor, Repeated([raw_request("POST", "/check", "-")])),
            seconds,
        )
    requests, sockets = asyncio.run(_reach(stoke.addresses, wanted))
    return {
        "sign_in": beside,
        "reach": {"target_ms": REACH_MS, "requests_ms": _slowest(requests), "sockets_ms": _slowest(sockets)},
    }


def good(found: dict[str, Any]) -> bool:
    """Whether a changed role is there in time, and no sign-in failed; how many there are a second is told alone."""
    signing, reach = found["sign_in"], found["reach"]
    return (
        signing["stoke"]["errors"] == signing["floor"]["errors"] == 0
        and max(reach["requests_ms"], reach["sockets_ms"]) < REACH_MS
    )


def create_floor() -> Starlette:
    """The check of a right password, for each request."""

    stored: list[str] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        stored.append(await passwords.hash_password(PASSWORD))
        yield

    async def check(request: Request) -> Response:
        del request
        right, _ = await passwords.verify(PASSWORD, stored[0])
        return Response(orjson.dumps({"right": right}), media_type="application/json")

    return Starlette(routes=[Route("/check", check, methods=["POST"])], lifespan=lifespan)


async def _reach(addresses: Sequence[str], wanted: Identity) -> tuple[list[float], list[float]]:
    """Seconds until a request of the member is answered by the new role, and until the last of the tabs was told."""
    requests: list[float] = []
    tabs: list[float] = []
    async with (
        httpx.AsyncClient(base_url=addresses[0], headers={"Authorization": f"Bearer {wanted.owner}"}) as owner,
        httpx.AsyncClient(headers={"Authorization": f"Bearer {wanted.trainer}"}) as trainer,
    ):
        for turn in range(CHANGES):
            role = _ROLES[turn % len(_ROLES)]
            sockets = [await _open(address, wanted.trainer) for address in addresses for _ in range(SOCKETS)]
            # Remembered just now, which is when a change has the longest way.
            for address in addresses:
                await trainer.get(address + ACCESS)
            answer = await owner.post(f"/api/members/{wanted.member_id}/role", json={"role": role})
            answer.raise_for_status()
            begun = time.perf_counter()
            status = 200 if role == "trainer" else 403
            found = await asyncio.gather(
                *(_answered(trainer, address + ACCESS, status) for address in addresses), *map(_ended, sockets)
            )
            requests.append(max(found[: len(addresses)]) - begun)
            tabs.append(max(found[len(addresses) :]) - begun)
            # Until no process remembers the role before: a tab that began with it has nothing to be told.
            await asyncio.sleep(REMEMBERED_SECONDS)
    return requests, tabs


async def _open(address: str, token: str) -> ClientConnection:
    socket = await connect(f"{address.replace('http', 'ws')}/api/live")
    await socket.send(orjson.dumps({"type": "auth", "token": token}).decode())
    await socket.recv()
    return socket


async def _ended(socket: ClientConnection) -> float:
    async with asyncio.timeout(10):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed:
            return time.perf_counter()


async def _answered(client: httpx.AsyncClient, url: str, status: int) -> float:
    """When one process begins to answer by the new role."""
    for _ in range(ASKED_AT_MOST):
        if (await client.get(url)).status_code == status:
            return time.perf_counter()
        await asyncio.sleep(0.01)
    raise TimeoutError(f"{url} is answered by the role of before")


def _slowest(seconds: Sequence[float]) -> int:
    return round(max(seconds) * 1000)
