"""The hot paths: what is asked, by whom, and what Stoke does in the database for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

from backend.bench.datasets import owner_email
from backend.bench.floor import Recorded
from backend.bench.load import raw_request
from backend.bench.year import EMAIL
from backend.core import clock
from backend.core.ids import new_id
from backend.core.runtime import Runtime
from backend.demo.accounts import CLIENT, OWNER, PASSWORD
from backend.domains.training.library import exercise_id

SESSIONS = 32
SETS = 20
ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class HotPath:
    """One line of the table: requests for Stoke and for the floor, and the target for their ratio."""

    name: str
    label: str
    target: float
    requests: Sequence[str]
    floor_requests: Sequence[str]
    recorded: Recorded


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


async def hot_paths(app: FastAPI) -> list[HotPath]:
    """Three hot reads and the set batch."""
    recorder = Recorder(app)
    owner, client = await recorder.sign_in(OWNER.email), await recorder.sign_in(CLIENT.email)
    large = await recorder.sign_in(owner_email(10_000))
    reads = (
        ("clients", "Client list, 50 rows", "/api/clients?limit=50", large),
        ("today", "Client's today", "/api/today", client),
        ("exercises", "Exercise search", "/api/exercises?q=squat&limit=20", owner),
    )
    found = [
        HotPath(
            name,
            label,
            0.60,
            [raw_request("GET", path, token)],
            [raw_request("GET", f"/{name}", "-")],
            await recorder.record(path, token),
        )
        for name, label, path, token in reads
    ]
    return [*found, await _set_batch(recorder, owner)]


async def home_request(app: FastAPI) -> str:
    """The trainer's home of the studio that trained for a year."""
    token = await Recorder(app).sign_in(EMAIL)
    return raw_request("GET", "/api/home", token)


async def growing_requests(app: FastAPI, sizes: Sequence[int]) -> dict[str, dict[int, str]]:
    """What must not become slower as a studio grows: the same page of its list, and a search with few finds."""
    recorder = Recorder(app)
    tokens = {size: await recorder.sign_in(owner_email(size)) for size in sizes}
    wanted = {"Client list": "/api/clients?limit=50", "Client search": "/api/clients?limit=50&q=number99"}
    return {
        name: {size: raw_request("GET", path, token) for size, token in tokens.items()} for name, path in wanted.items()
    }


async def _set_batch(recorder: Recorder, token: str) -> HotPath:
    headers = {"Authorization": f"Bearer {token}"}
    answer = await recorder.client.get("/api/clients", params={"limit": SESSIONS, "status": "active"}, headers=headers)
    begun = clock.now() - timedelta(minutes=10)
    logs: list[tuple[str, str, list[str]]] = []
    for client in answer.json()["items"]:
        log, exercise = str(new_id()), str(new_id())
        start = {"id": log, "client_id": client["id"], "started_at": begun.isoformat(), "time_zone": "Europe/Berlin"}
        (await recorder.client.post("/api/session-logs", json=start, headers=headers)).raise_for_status()
        first = {
            "exercises": [
                {"id": exercise, "position": 0, "exercise_id": str(exercise_id("barbell-back-squat")), "revision": 1}
            ]
        }
        path = f"/api/session-logs/{log}/sets"
        (await recorder.client.post(path, json=first, headers=headers)).raise_for_status()
        logs.append((log, exercise, [str(new_id()) for _ in range(SETS)]))
    if not logs:
        raise RuntimeError("there is nobody to log for")
    bodies = [
        (log, _batch(exercise, sets[turn % SETS], turn, begun.isoformat()))
        for turn in range(1, ROUNDS)
        for log, exercise, sets in logs
    ]
    (first, warm), (_, recorded) = bodies[0], bodies[len(logs)]
    return HotPath(
        "sets",
        "Log a set",
        0.50,
        [raw_request("POST", f"/api/session-logs/{log}/sets", token, body) for log, body in bodies[len(logs) * 2 :]],
        [raw_request("POST", f"/sets/{log}", "-", body) for log, body in bodies[len(logs) * 2 :]],
        await recorder.record(f"/api/session-logs/{first}/sets", token, warm, recorded),
    )


def _batch(exercise: str, set_id: str, turn: int, done_at: str) -> bytes:
    return orjson.dumps(
        {
            "exercises": [],
            "sets": [
                {
                    "id": set_id,
                    "exercise_log_id": exercise,
                    "set_number": turn % SETS + 1,
                    "kind": "working",
                    "reps": 5 + turn % 5,
                    # Compared with the client's bests, as ever, and below them: the floor announces no records.
                    "weight_kg": 1 + turn % 10,
                    "rpe": 8,
                    "done_at": done_at,
                    "revision": turn,
                }
            ],
        }
    )
