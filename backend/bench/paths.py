"""The hot paths: what is asked, by whom, and what Stoke does in the database for it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from backend.bench.batches import EXERCISE, Batches, batch, open_sessions
from backend.bench.datasets import owner_email
from backend.bench.floor import Recorded
from backend.bench.load import raw_request
from backend.bench.measuring import Repeated, Requests
from backend.bench.year import EMAIL
from backend.core import clock
from backend.core.ids import new_id
from backend.core.runtime import Runtime
from backend.demo.accounts import CLIENT, OWNER, PASSWORD

READS = ("access", "clients", "today", "exercises", "exercises-kept")
SETS_PATH = "sets"
ACCESS, BEYOND_MS = "/api/permissions", 0.3
NAMES = (*READS, SETS_PATH)
"""What can be asked for by itself."""


@dataclass(frozen=True, slots=True)
class HotPath:
    """One line of the table: requests for Stoke and for the floor, and the target for their ratio.

    `kept`: answered from memory where that is allowed. Otherwise a path that keeps answers is asked of a Stoke that
    makes each of them, as the floor does. `compared` are the first requests of both, which have to answer the same.
    `beyond_ms`: the CPU time that one request may take beyond the floor's.
    """

    name: str
    label: str
    target: float
    requests: Requests
    floor_requests: Requests
    compared: tuple[str, str]
    recorded: Recorded
    kept: bool = True
    beyond_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Logging:
    """Sessions of the studio of 10,000 that are under way: what set batches are sent for, each to one app alone."""

    organization_id: UUID
    floor: Batches
    stoke: Batches
    mixed: Batches


class Recorder:
    """Asks the app in this process and writes down its statements."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")

    async def sign_in(self, email: str) -> str:
        """An access token."""
        answer = await self.client.post("/api/auth/login", json={"email": email, "password": PASSWORD})
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    async def record(self, path: str, token: str, body: bytes | None = None, again: bytes | None = None) -> Recorded:
        """What one warm request does: the first one fills the memories, the second is written down.

        A write is recorded with another body, `again`: the same one would change nothing any more.
        """
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        method = "GET" if body is None else "POST"
        (await self.client.request(method, path, headers=headers, content=body)).raise_for_status()
        seen: list[tuple[str, tuple[Any, ...]]] = []
        runtime: Runtime = self._app.state.runtime
        with runtime.database.watched(lambda statement, parameters: seen.append((statement, tuple(parameters)))):
            answer = await self.client.request(method, path, headers=headers, content=again or body)
        answer.raise_for_status()
        return Recorded(runtime.tokens.read(token).organization_id, seen, body is not None)


async def hot_paths(app: FastAPI, admin_url: str) -> tuple[list[HotPath], Logging]:
    """What asking costs by itself, three hot reads, one of them in two ways, and the set batch."""
    recorder = Recorder(app)
    owner, client = await recorder.sign_in(OWNER.email), await recorder.sign_in(CLIENT.email)
    large = await recorder.sign_in(owner_email(10_000))
    search = "/api/exercises?q=squat&limit=20"
    reads = (
        ("clients", "Client list, 50 rows", "/api/clients?limit=50", large, True),
        ("today", "Client's today", "/api/today", client, True),
        ("exercises", "Exercise search", search, owner, False),
        ("exercises-kept", "Exercise search, kept", search, owner, True),
    )
    # Answered without the database: what is left is who asks, in which studio, and whether they may.
    found = [await _access(recorder, owner)]
    found += [
        _read(name, label, path, token, await recorder.record(path, token), kept=kept)
        for name, label, path, token, kept in reads
    ]
    batches, logging = await _set_batch(app, recorder, large, admin_url)
    return [*found, batches], logging


async def _access(recorder: Recorder, token: str) -> HotPath:
    recorded = await recorder.record(ACCESS, token)
    path = _read("access", "Who asks", ACCESS, token, recorded, kept=True)
    return replace(path, target=0.0, beyond_ms=BEYOND_MS)


def _read(name: str, label: str, path: str, token: str, recorded: Recorded, *, kept: bool) -> HotPath:
    requests = raw_request("GET", path, token), raw_request("GET", f"/{name}", "-")
    return HotPath(name, label, 0.60, Repeated([requests[0]]), Repeated([requests[1]]), requests, recorded, kept)


async def home_request(app: FastAPI) -> str:
    """The trainer's home of the studio that trained for a year."""
    token = await Recorder(app).sign_in(EMAIL)
    return raw_request("GET", "/api/home", token)


async def _set_batch(app: FastAPI, recorder: Recorder, token: str, admin_url: str) -> tuple[HotPath, Logging]:
    headers = {"Authorization": f"Bearer {token}"}
    runtime: Runtime = app.state.runtime
    organization_id = runtime.tokens.read(token).organization_id
    # By the API, so that the organization has the exercise; the rest at once, by its example.
    answer = await recorder.client.get("/api/clients", params={"limit": 1, "status": "active"}, headers=headers)
    begun = (clock.now() - timedelta(minutes=10)).isoformat()
    log, exercise = str(new_id()), str(new_id())
    start = {"id": log, "client_id": answer.json()["items"][0]["id"], "started_at": begun, "time_zone": "UTC"}
    (await recorder.client.post("/api/session-logs", json=start, headers=headers)).raise_for_status()
    first = {"exercises": [{"id": exercise, "position": 0, "exercise_id": str(EXERCISE), "revision": 1}]}
    path, below = "/api/session-logs/{}/sets", "/sets/{}"
    (await recorder.client.post(path.format(log), json=first, headers=headers)).raise_for_status()
    warm, again, compared = (batch(log, exercise, number, begun) for number in (1, 2, 3))
    recorded = await recorder.record(path.format(log), token, warm, again)
    sessions = await open_sessions(admin_url, organization_id)
    third = len(sessions) // 3
    logging = Logging(
        organization_id,
        Batches(below, "-", sessions[:third]),
        Batches(path, token, sessions[third : 2 * third]),
        Batches(path, token, sessions[2 * third :]),
    )
    requests = (
        raw_request("POST", path.format(log), token, compared),
        raw_request("POST", below.format(log), "-", compared),
    )
    return HotPath(SETS_PATH, "Log a set", 0.50, logging.stoke, logging.floor, requests, recorded), logging
